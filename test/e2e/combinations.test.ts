import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { emptyNeo4j } from "../support/empty-neo4j.ts";
import { EVERY_MUTATION, nameOfCase } from "../support/every-mutation.ts";
import { EVERYTHING } from "../support/everything.ts";
import { SEED } from "../support/made-up.ts";
import { mutationOf, plainSteps } from "../support/plain-steps.ts";
import { createPlainWorld, VIEW } from "../support/plain-world.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { describeWith, ownNeo4j, ownRedis } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";
import { remakeSmallOdyssey } from "../support/small-odyssey.ts";
import { useTwoGateways, useTwoSharedGateways } from "../support/use-gateway.ts";

type Prepare = () => Promise<Record<string, string>>;
const STRICT = { "x-consistency": "strict" };

/** What two gateways keep to that share a cache, whatever their store is. */
function sharedClaims(prepare: Prepare): void {
  describe("with a small world, made anew for each,", () => {
    const { a, b } = useTwoSharedGateways(prepare);
    const everythingAt = (one: typeof a) => one.data(EVERYTHING, {}, STRICT);
    beforeEach(() => remakeSmallOdyssey(a));

    test.each(EVERY_MUTATION.map((one) => [nameOfCase(one), one] as const))(
      "all of a change is seen by the other gateway: %s",
      async (_, { mutation, input }) => {
        const before = await everythingAt(b);
        expect(before).toEqual(await a.data(EVERYTHING));
        await a.change(mutation, input);
        const after = await a.data(EVERYTHING);
        expect(await everythingAt(b)).toEqual(after);
        // From the caches, this time.
        expect(await b.data(EVERYTHING)).toEqual(after);
      },
    );
  });

  describe("from nothing on,", () => modelClaims(prepare, true));
}

/** Without a cache that they share gateways have to poll. */
function modelClaims(prepare: Prepare, shared: boolean): void {
  const { a, b } = useTwoGateways(prepare);

  test("changes in turn are what a plain model says", { timeout: 180_000 }, async () => {
    const model = createPlainWorld();
    let applied = 0;
    for (const step of plainSteps(SEED)) {
      const [writer, other] = applied % 3 ? [a, b] : [b, a];
      const [mutation, input] = mutationOf(step);
      const told = `${JSON.stringify(step)}, after ${applied} changes`;
      const code = model.apply(step);
      if (code) expect(await writer.refusal(mutation, input), told).toMatchObject({ code });
      else await writer.change(mutation, input);
      expect(await writer.data(VIEW), told).toEqual(model.view());
      if (!shared) await other.cache.relay.poll();
      expect(await other.data(VIEW, {}, shared ? STRICT : {}), told).toEqual(model.view());
      if (!code && ++applied === 40) break;
    }
  });
}

describe("gateways in every combination", () => {
  describeWith(ownRedis, "with Redis", () => {
    let redis: RedisServer;
    const redisEnv: Prepare = async () => ({ CACHE_PROVIDER: "redis", REDIS_URL: redis.url });
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(() => redis.stop());

    describe("and SQLite", () => sharedClaims(redisEnv));
    describeWith(ownNeo4j, "and Neo4j", () => sharedClaims(useNeo4j(redisEnv)));
  });

  describeWith(ownNeo4j, "with Neo4j and the process's memory", () => modelClaims(useNeo4j(), false));
});

/** A Neo4j that is empty before each test. */
function useNeo4j(more: Prepare = async () => ({})): Prepare {
  const shared = useSharedNeo4j();
  return async () => {
    await emptyNeo4j(shared.server);
    const { uri, user, password } = shared.server;
    return {
      ...(await more()),
      STORE_PROVIDER: "neo4j",
      NEO4J_URI: uri,
      NEO4J_USER: user,
      NEO4J_PASSWORD: password,
    };
  };
}
