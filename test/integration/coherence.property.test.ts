import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { createHistory } from "../support/history.ts";
import { LONG, ROUNDS } from "../support/made-up.ts";
import { type NodeOptions, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { scheduledTier } from "../support/scheduled-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { anyOrder, anyStep, type Step, scheduled, take, WORLD } from "../support/steps.ts";
import { createTruth } from "../support/truth.ts";
import { useRedis } from "../support/use-redis.ts";

/** `test/simulation` plays more such lives in a second; these show that a real store and Redis are as it has them. */
const RUNS = (LONG ? 400 : 80) * ROUNDS;

/** Longer than anything timed is cached, and than keys' changes are remembered. */
const LONG_MS = 61 * 60_000;

const registry = createWorldRegistry();
/** Steps of a round are under way together; after some rounds a long time passes. */
const rounds = fc.array(
  fc.record({
    steps: fc.array(anyStep, { minLength: 1, maxLength: 5 }),
    longAfter: fc.oneof(
      { weight: 6, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  }),
  { minLength: 3, maxLength: 14 },
);

describe("two gateways on one store", () => {
  let folder: string;
  let files = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "coherence-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Plays the rounds on two nodes of a new store, and answers how many reads were judged. */
  async function play(
    scheduler: fc.Scheduler,
    played: readonly { steps: Step[]; longAfter: boolean }[],
    share?: (clock: HandClock) => { open: NonNullable<NodeOptions["openTier"]>; evict: () => Promise<void> },
  ): Promise<number> {
    const clock = createHandClock();
    const truth = createTruth(WORLD);
    const file = join(folder, `${files++}.sqlite`);
    const shared = share?.(clock);
    const open = () =>
      openNode({
        openTier: shared && (async (facts) => scheduledTier(await shared.open(facts), scheduler)),
        file,
        registry,
        clock,
        // Less than is read, so that values are evicted all the time.
        maxEntries: 7,
        wrapStore: (store) => scheduled(truth.watch(store), scheduler),
      });
    const nodes = [await open(), await open()];
    const history = createHistory(truth, WORLD);
    const pollAll = async () => {
      for (const [index, one] of nodes.entries()) await history.poll(index, () => one.cache.relay.poll());
    };
    try {
      await scheduler.waitFor(
        history.change(0, () => nodes[0]!.commands.worlds.create({ id: "w", name: "W" })),
      );
      await scheduler.waitFor(pollAll());
      for (const { steps, longAfter } of played) {
        await scheduler.waitFor(Promise.all(steps.map((step) => take(step, nodes, history, shared?.evict))));
        if (!longAfter) continue;
        await clock.advance(LONG_MS);
        await scheduler.waitFor(pollAll());
      }
      return history.check();
    } finally {
      for (const one of nodes) await scheduler.waitFor(one.close());
      rmSync(file, { force: true });
    }
  }

  it("never answer a read with less than was acknowledged before it began", {
    timeout: 300_000 * ROUNDS,
  }, async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(anyOrder, rounds, async (scheduler, played) => {
        judged += await play(scheduler, played);
      }),
      { numRuns: RUNS },
    );
    expect(judged).toBeGreaterThan(RUNS);
  });

  describeWith(ownRedis, "with Redis between them", () => {
    const redis = useRedis();
    /** What Redis itself may forget: values, and which keys changed lately. */
    const evict = async () => {
      for (const key of await redis.client.keys("lw:*"))
        if (!key.endsWith(":ver")) await redis.client.del(key);
    };

    it("keep to it too, whatever comes late, twice or never", {
      timeout: 300_000 * ROUNDS,
    }, async () => {
      let judged = 0;
      await fc.assert(
        fc.asyncProperty(anyOrder, rounds, async (scheduler, played) => {
          judged += await play(scheduler, played, (clock) => ({
            open: shareTier(redis.server, clock).open,
            evict,
          }));
        }),
        { numRuns: RUNS / 4 },
      );
      expect(judged).toBeGreaterThan(RUNS / 4);
    });
  });
});
