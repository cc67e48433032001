import { isDeepStrictEqual } from "node:util";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { channelOf } from "../../../src/cache/redis/keys.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import { createRandom, type Random } from "../../coherence/random.ts";
import { seeds } from "../../support/made-up.ts";
import { clientOf } from "../../support/redis-tier.ts";
import { describeWith, ownRedis } from "../../support/services.ts";
import { until } from "../../support/until.ts";
import { useRedis } from "../../support/use-redis.ts";
import { createSimulatedRedis, type SimulatedRedis } from "./simulated-redis.ts";
import { largeStep, madeUpStep, SCOPES, type Step } from "./support/made-up-steps.ts";
import { createRealPlayer } from "./support/play-real.ts";
import { playSimulated } from "./support/play-simulated.ts";

/** Few, so that changes nearly always forget some. */
const RECENT_KEYS = 4;

describeWith(ownRedis, "the simulated Redis is as a server:", () => {
  const redis = useRedis();
  let client: Redis;
  let listener: Redis;
  const heard: string[] = [];

  beforeAll(async () => {
    const { host, port } = redis.server;
    client = new Redis({ host, port, stringNumbers: true });
    listener = clientOf(redis.server);
    listener.on("smessage", (channel: string, message: string) => heard.push(`${channel} ${message}`));
    for (const scope of SCOPES) await listener.ssubscribe(channelOf(scope));
  });
  afterAll(() => {
    client?.disconnect();
    listener?.disconnect();
  });

  /** Plays made-up steps on both. */
  async function compare(
    seed: number,
    count: number,
    recentKeys: number,
    makeUp: (random: Random, redis: SimulatedRedis) => Step,
  ): Promise<void> {
    const real = await createRealPlayer(client, recentKeys);
    await real.reset();
    heard.length = 0;
    const time = { now: 0 };
    const told: string[] = [];
    const simulated = createSimulatedRedis({
      now: () => time.now,
      publish: (channel, message) => told.push(`${channel} ${message}`),
      recentKeys,
    });
    const random = createRandom(seed);
    const played = Array.from({ length: count }, () => {
      const step = makeUp(random, simulated);
      return { step, real: real.play(step), simulated: playSimulated(step, simulated, time) };
    });
    for (const [place, { step, real, simulated }] of played.entries()) {
      const outcome = await real;
      // Several times as fast as to expect it, which says what differs.
      if (!isDeepStrictEqual(simulated, outcome))
        expect({ seed, place, step, ...simulated }).toEqual({ seed, place, step, ...outcome });
    }
    // Comes after all others.
    await client.spublish(channelOf(SCOPES[0]), "end");
    await until(() => heard.at(-1)?.endsWith(" end") === true);
    expect({ seed, told }).toEqual({ seed, told: heard.slice(0, -1) });
  }

  test("the same steps give the same answers, keys and notices", async () => {
    for (const seed of seeds(200)) await compare(seed, 100, RECENT_KEYS, madeUpStep);
  });

  test("so do changes and fills of hundreds of keys", async () => {
    for (const seed of seeds(4)) await compare(seed, 12, MAX_KEYS, largeStep);
  });
});
