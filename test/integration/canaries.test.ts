import { describe, expect, test } from "vitest";
import type { Tier } from "../../src/cache/tier.ts";
import { listBase } from "../../src/entities/lists.ts";
import { listSlot, type Slot, stateSlot, togetherSlot } from "../../src/entities/slots.ts";
import { exportWorld } from "../../src/worlds/world-file/export.ts";
import { type Canary, canariesFor } from "../support/canaries.ts";
import {
  filePlace,
  memoryPlace,
  neo4jPlace,
  redisPlace,
  type StorePlace,
  type TierPlace,
} from "../support/canary-places.ts";
import { createCanarySession, followEverything, OPEN } from "../support/canary-session.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { privateTypes } from "../support/private-types.ts";
import { describeWith, ownNeo4j, ownRedis } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useRedis } from "../support/use-redis.ts";
import { textOf } from "../support/world-files.ts";

const WORLD = "world:odyssey";
/** Some hundred operations, on a Neo4j that has seen none of them. */
const TIMEOUT_MS = 180_000;

function canaryClaims(openStore: () => Promise<StorePlace>, openTier: () => Promise<TierPlace>): void {
  test(
    "no sensitive value is anywhere but in its entity's row, after all that the API can do",
    async () => {
      const [store, shared] = [await openStore(), await openTier()];
      const log = keepLog("trace");
      /** All that the gateways have their tiers do. */
      const told: unknown[] = [];
      const wrapTier = (tier: Tier): Tier => ({
        ...tier,
        fill: (...args) => {
          told.push(args);
          return tier.fill(...args);
        },
        apply: (...args) => {
          told.push(args);
          return tier.apply(...args);
        },
      });
      const start = () =>
        startTestGateway(
          { ...store.env, ...shared.env },
          { extra: privateTypes, logger: log.logger, wrapTier },
        );
      const [a, b] = [await start(), await start()];
      try {
        const session = createCanarySession(a, b);
        await makeSmallOdyssey(a);
        const notices = followEverything(b);
        const rounds = [1, 2].map((round) => canariesFor(a.services.registry, round));
        const marks = rounds.flat().map(({ mark }) => mark);
        expect(marks.length).toBeGreaterThanOrEqual(4);

        await session.plant(rounds[0]!);
        await session.read();
        await session.everyMutation();
        await session.change(rounds[1]!);
        await session.read();
        const { registry } = a.services;
        const exported = await textOf((out) =>
          exportWorld({ store: a.store, registry, worldId: WORLD, out }),
        );
        await notices.upTo((await a.store.versions([WORLD])).versions.get(WORLD)!);
        const metrics = await session.pages();
        const found = (text: string, wanted: readonly string[]) =>
          wanted.filter((mark) => text.includes(mark));
        const { rows, rest } = await store.contents();
        /** Each with something that is to be found there, so that the search isn't blind. */
        const places: Record<string, readonly [text: string, shows: string]> = {
          answers: [session.answers.join("\n"), OPEN],
          notices: [notices.heard.join("\n"), "purse:odyssey:canary"],
          logs: [log.lines.join(""), "purse:canary:state"],
          metrics: [metrics, 'type="Purse"'],
          exports: [exported, OPEN],
          "what tiers are told": [JSON.stringify(told), OPEN],
          "what caches answer": [JSON.stringify([...cached(a), ...cached(b)]), OPEN],
          "the shared tier": [await shared.contents(), shared.env.CACHE_PROVIDER === "redis" ? OPEN : ""],
          "the store but for its entities": [rest, OPEN],
          "the store's entities": [rows, rounds[1]![0]!.mark],
        };
        const blind = Object.entries(places).filter(([, [text, shows]]) => !text.includes(shows));
        expect(blind.map(([place]) => place)).toEqual([]);
        const leaks = Object.entries(places).flatMap(([place, [text]]) =>
          found(text, marks).map((mark) => `${nameOf(rounds.flat(), mark)} in ${place}`),
        );
        expect(leaks).toEqual(
          rounds[1]!.map(({ mark }) => `${nameOf(rounds.flat(), mark)} in the store's entities`),
        );

        await session.removeAll(rounds[0]!);
        while (await a.store.sweep());
        const { rows: left, rest: leftBeside } = await store.contents();
        expect(found(left + leftBeside, marks)).toEqual([]);
        notices.leave();
      } finally {
        await Promise.all([a.close(), b.close()]);
        shared.close();
        store.remove();
      }
    },
    TIMEOUT_MS,
  );
}

function nameOf(canaries: readonly Canary[], wanted: string): string {
  const { definition, field } = canaries.find(({ mark }) => mark === wanted)!;
  return `${definition.name}.${field}`;
}

/** All that a gateway's caches answer at once of entities that are in the world's log, and of their lists. */
function* cached({ cache, services: { registry } }: TestGateway): Generator<unknown> {
  const options = { minVersion: () => 0, allowStale: false, onStale: () => {} };
  const of = (slot: Slot) => cache.peek({ slot, query: { kind: "state", scope: slot.scope } }, options);
  yield of(stateSlot(registry, WORLD));
  for (const definition of registry.definitions) {
    if (definition.together) yield of(togetherSlot(definition, WORLD));
    else if (!definition.root) yield of(registry.slotOf(definition.id("odyssey", "canary"))!);
  }
  for (const list of registry.lists) {
    if (list.parent || list.owner === "Query") continue;
    const place = { scope: WORLD, base: listBase(list, WORLD), descending: true };
    yield of(listSlot(list, registry.byName(list.entity), place));
  }
}

describe("with SQLite and the process's memory", () => canaryClaims(filePlace, memoryPlace));

describeWith(ownRedis, "with SQLite and Redis", () => {
  const redis = useRedis();
  canaryClaims(filePlace, () => redisPlace(redis.client, redis.server.url));
});

describeWith(ownNeo4j, "with Neo4j", () => {
  const shared = useSharedNeo4j();
  const openStore = () => neo4jPlace(shared.server);

  describe("and the process's memory", () => canaryClaims(openStore, memoryPlace));

  describeWith(ownRedis, "and Redis", () => {
    const redis = useRedis();
    canaryClaims(openStore, () => redisPlace(redis.client, redis.server.url));
  });
});
