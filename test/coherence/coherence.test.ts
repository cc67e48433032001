import { afterEach, describe, expect, test } from "vitest";
import { without } from "../guards/guard.ts";
import { LONG, ROUNDS, SEED } from "../support/made-up.ts";
import { endProcesses } from "../support/process.ts";
import { describeWith, ownNeo4j, ownRedis } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";
import { type Outcome, play } from "./conductor.ts";
import { type Fault, GATEWAY_FAULTS } from "./faults.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { createRandom, type Random } from "./random.ts";
import { REDIS_FAULTS } from "./redis-faults.ts";

/** A guard of the protocol to leave out, by its name in guards.ts: what follows has to fail. */
const GUARD_OUT = process.env.GUARD_OUT;

const env = GUARD_OUT ? without(GUARD_OUT) : {};
/** Each fault happens once a round. */
const TIMEOUT = 120_000 + ROUNDS * 120_000;

describe(`three gateways, seed ${SEED},`, () => {
  let fleet: Fleet | undefined;
  afterEach(async () => {
    await fleet?.close();
    fleet = undefined;
    await endProcesses();
  });

  test("on one SQLite file, each with a cache of its own, keep their promises", {
    timeout: TIMEOUT,
  }, async () => {
    fleet = await startFleet({ redis: false, env });
    const random = createRandom(SEED);
    judge(await play(fleet, schedule(GATEWAY_FAULTS, random), random));
  });

  describeWith(ownRedis, "with a Redis that they share,", () => {
    // With Neo4j below them the same faults happen to the same Redis, and alone the same to the same SQLite.
    test.runIf(LONG)("on one SQLite file keep their promises", { timeout: TIMEOUT }, async () => {
      fleet = await startFleet({ redis: true, env });
      const random = createRandom(SEED);
      judge(await play(fleet, schedule([...GATEWAY_FAULTS, ...REDIS_FAULTS], random), random));
    });

    describeWith(ownNeo4j, "and a Neo4j", () => {
      const shared = useSharedNeo4j();

      test("keep their promises", { timeout: TIMEOUT }, async () => {
        const { uri, user, password } = shared.server;
        const store = {
          STORE_PROVIDER: "neo4j",
          NEO4J_URI: uri,
          NEO4J_USER: user,
          NEO4J_PASSWORD: password,
        };
        fleet = await startFleet({ redis: true, store, env });
        const random = createRandom(SEED);
        judge(await play(fleet, schedule([...GATEWAY_FAULTS, ...REDIS_FAULTS], random), random));
      });
    });
  });
});

/** Each fault as often as there are rounds, in any order. */
function schedule(faults: readonly Fault[], random: Random): Fault[] {
  const order: Fault[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const left = [...faults];
    while (left.length > 0) order.push(...left.splice(random.below(left.length), 1));
  }
  return order;
}

function judge({ verdict, hits, outcomes, complaints }: Outcome): void {
  const told = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
  console.log(
    `seed ${SEED}: ${verdict.reads} reads of ${verdict.values} values and ${verdict.writes} writes judged ` +
      `(${told(outcomes)}); faults that hit: ${told(hits)}; complaints: ${complaints.length}`,
  );
  expect(verdict.violations.slice(0, 20)).toEqual([]);
  expect(complaints.slice(0, 20)).toEqual([]);
}
