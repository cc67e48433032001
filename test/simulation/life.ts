import { createRandom } from "../coherence/random.ts";
import { bareAccess, layeredAccess } from "./access.ts";
import { createClients } from "./clients.ts";
import { createCluster } from "./cluster.ts";
import { createFaults, type Fault, type Hits, noHits } from "./faults.ts";
import { createFollowers } from "./followers.ts";
import { INTERVAL_MS } from "./gateway.ts";
import { Violation } from "./judge.ts";
import { createScheduler, quiet } from "./scheduler.ts";
import { drawSetup } from "./setup.ts";
import { createStrokes } from "./strokes.ts";
import type { Tell } from "./tell.ts";

/** How large a life is; smaller ones are easier to understand. */
export interface LifeOptions {
  /** How many things clients do. */
  readonly ops: number;
  readonly gateways: number;
  readonly worlds: number;
  /** Null: any. */
  readonly faults: ReadonlySet<Fault> | null;
}

/**
 * Longer lives than one would shrink to: what a life has to begin with and to end with costs the same, and with 24 ops a second
 * of CPU time finds about half as many again of the guards that are taken out as with 14; with 40 hardly more (docs/simulation.md).
 */
export const WHOLE: LifeOptions = { ops: 24, gateways: 4, worlds: 2, faults: null };

/** What became of a life. */
export interface Life {
  /** Of all that happened in it, in its order. */
  readonly hash: number;
  /** What was promised and not kept, or what went wrong otherwise; null: nothing. */
  readonly failure: Error | null;
  readonly counts: Counts;
}

/** Sums over lives. */
export interface Counts {
  lives: number;
  deliveries: number;
  reads: number;
  hits: Hits;
  /** Kind → reason or tier → how many. */
  outcomes: Record<string, Record<string, number>>;
}

export function noCounts(): Counts {
  return { lives: 0, deliveries: 0, reads: 0, hits: noHits(), outcomes: {} };
}

/** Adds what other lives came to. */
export function addCounts(sum: Counts, other: Counts): void {
  sum.lives += other.lives;
  sum.deliveries += other.deliveries;
  sum.reads += other.reads;
  addEach(sum.hits, other.hits);
  for (const [kind, of] of Object.entries(other.outcomes)) {
    const ofKind = sum.outcomes[kind] ?? {};
    sum.outcomes[kind] = ofKind;
    addEach(ofKind, of);
  }
}

function addEach(sum: Record<string, number>, other: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
}

const START = Date.parse("2026-01-01T00:00:00.000Z");
/** More than any life takes. */
const MAX_STEPS = 20_000;

/** How often, at most, a reader's loaders wait for Node's next tick one after another. */
const LAYERS = 2;
/** How likely a gateway is to have somebody who follows what changes. */
const FOLLOWED = 0.5;

/** Plays a life: the seed and the options alone decide what happens in it. `counts` are added to. */
export async function simulate(
  seed: number,
  options: LifeOptions = WHOLE,
  counts: Counts = noCounts(),
  trace: ((line: string) => void) | null = null,
): Promise<Life> {
  const random = createRandom(Math.imul(seed, 0x9e3779b1));
  const faults = createFaults(random.fork(), options.faults, counts.hits);
  const setup = drawSetup(random.fork(), faults, options);
  const scheduler = createScheduler(random, START);
  for (const kind of setup.reluctant) scheduler.reluctant.add(kind);
  const tell: Tell | null =
    trace && ((text) => trace(`${String(scheduler.now() - START).padStart(6)} ${text()}`));
  let failure: unknown = null;
  let hash = seed | 0;
  const mix = (number: number) => {
    hash = (Math.imul(hash, 31) + number) | 0;
  };
  const cluster = createCluster({ random, scheduler, faults, tell, ...setup });
  cluster.onError = (error) => {
    failure ??= error;
  };
  cluster.outcomes.listen(
    ({ kind, reason = "", tier = "" }: { kind: string; reason?: string; tier?: string }) => {
      const name = reason || tier;
      const ofKind = counts.outcomes[kind] ?? {};
      counts.outcomes[kind] = ofKind;
      ofKind[name] = (ofKind[name] ?? 0) + 1;
    },
  );
  scheduler.onDelivery = (to, kind) => {
    counts.deliveries++;
    mix(scheduler.now() - START);
    mix(kind.charCodeAt(6) + 256 * kind.length + 65_536 * to.name.charCodeAt(1));
    tell?.(() => `${kind} → ${to.name}`);
  };
  const { judge } = cluster;
  judge.onJudged = (target, place) => mix(target + 64 * place);
  const clients = createClients({
    random,
    habits: setup,
    access: setup.layered ? layeredAccess : bareAccess,
    judge,
    gateways: cluster.gateways,
    onError: cluster.onError,
    tell,
  });
  cluster.onEnd = clients.lost;
  const followers = createFollowers({ ...cluster, scopes: setup.worlds, onError: cluster.onError });
  cluster.onReady = (gateway) => {
    if (setup.layered && random.chance(FOLLOWED)) followers.begin(gateway);
  };
  const layers = setup.layered ? LAYERS : 0;
  const strokes = createStrokes(random, cluster);

  await live();
  if (failure === null) await settle();
  counts.lives++;
  counts.reads += judge.judged;
  return { hash, failure: failure === null ? null : asError(failure), counts };

  /** Until all has been done, and nothing is on its way any more. */
  async function live(): Promise<void> {
    const { striking, passing, longSteps, atOnce } = setup;
    let left = options.ops;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      await quiet(layers);
      if (failure !== null) return;
      if (left === 0 && !scheduler.busy()) return;
      const mayBegin = left > 0 && clients.waiting() < atOnce && cluster.gateways.length > 0;
      const chance = random.next();
      if (chance < striking) strokes.strike();
      else if (chance < striking + passing)
        scheduler.advance(longSteps && random.chance(0.3) ? 500 + random.below(3_000) : random.below(300));
      else if (chance < striking + passing + 0.01) strokes.copy();
      else if (mayBegin && random.chance(0.3)) begin();
      else if (!scheduler.deliver()) {
        if (mayBegin) begin();
        else if (scheduler.busy()) scheduler.advance(scheduler.nextArrival() - scheduler.now());
        else scheduler.advance(INTERVAL_MS);
      }
    }
    failure = new Violation("a life ends", "there is always something on its way");

    function begin(): void {
      left--;
      clients.begin();
    }
  }

  /** Nothing goes wrong any more: all have the time to notice, then are asked for everything. */
  async function settle(): Promise<void> {
    faults.end();
    scheduler.hurry();
    strokes.end();
    tell?.(() => "*** all is well again");
    scheduler.reluctant.clear();
    await deliverAll();
    // Everybody polls.
    scheduler.advance(INTERVAL_MS + 1);
    await deliverAll();
    if (clients.waiting() > 0)
      failure ??= new Violation("everything is answered", `${clients.waiting()} wait`);
    if (cluster.gateways.length < cluster.seats.length)
      failure ??= new Violation("everything is answered", "a gateway doesn't start");
    failure ??= cluster.difference();
    judge.settle();
    for (const gateway of cluster.gateways) if (gateway.bus) clients.lookInto(gateway);
    for (const gateway of cluster.gateways) clients.readAll(gateway);
    await deliverAll();
    if (clients.waiting() > 0)
      failure ??= new Violation("everything is answered", `${clients.waiting()} wait`);
  }

  async function deliverAll(): Promise<void> {
    await quiet(layers);
    for (let steps = 0; steps < MAX_STEPS && failure === null; steps++) {
      if (!scheduler.deliver()) {
        if (!scheduler.busy()) return;
        scheduler.advance(scheduler.nextArrival() - scheduler.now());
      }
      await quiet(layers);
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
