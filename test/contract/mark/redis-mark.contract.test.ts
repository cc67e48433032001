import { commandsOver } from "../../../src/cache/redis/commands.ts";
import { describeWith, ownRedis } from "../../support/services.ts";
import { useRedis } from "../../support/use-redis.ts";
import { describeMark } from "./describe-mark.ts";
import { createRedisPlayer } from "./redis-player.ts";

describeWith(ownRedis, "on a server", () => {
  const redis = useRedis();
  const empty = async () => {
    const { client } = redis;
    await client.flushall();
    return {
      commands: commandsOver(client),
      eval: (lua: string, ...[count, ...args]: (string | number)[]) => client.eval(lua, count!, ...args),
    };
  };

  describeMark("the scripts", createRedisPlayer(empty));
});
