import { describeMark } from "./describe-mark.ts";
import { playPure } from "./player.ts";
import { createRedisPlayer, simulatedRedis } from "./redis-player.ts";

describeMark("mark.ts", playPure);
describeMark("the scripts, compiled", createRedisPlayer(simulatedRedis));
