import type { Random } from "../coherence/random.ts";

/** What goes wrong with a single message, now and then. */
const MISHAPS = [
  "lost-request",
  "lost-reply",
  "late-request",
  "script-twice",
  "slow-store",
  "lost-notice",
  "doubled-notice",
  "late-notice",
] as const;

/** What is done to a part of the cluster, now and then. */
export const STROKES = [
  "eviction",
  "recent-expired",
  "redis-empty",
  "redis-behind",
  "redis-full",
  "redis-away",
  "subscription-lost",
  "crash",
  "pause",
  "log-trimmed",
  "store-away",
  "restored",
  "restored-under-old-epoch",
  "leap",
  "another-store",
] as const;

/** How the cluster is from its beginning on. */
const CONDITIONS = ["clocks-apart", "two-releases"] as const;

export const FAULTS = [...MISHAPS, ...STROKES, ...CONDITIONS] as const;

export type Fault = (typeof FAULTS)[number];
export type Stroke = (typeof STROKES)[number];

/** Fault → how often it has hit, which is more than that it was tried. */
export type Hits = Record<Fault, number>;

/** The faults of one life. */
export interface Faults {
  /** Whether it is one of this life's, and still at work. */
  has(fault: Fault): boolean;
  /** Whether it strikes now, at this probability; counted as a hit. */
  strikes(fault: Fault, probability: number): boolean;
  readonly strokes: readonly Stroke[];
  /** Counts a stroke that has hit something. */
  hit(fault: Fault): void;
  /** Nothing goes wrong any more. */
  end(): void;
}

/** Rare ones, as they end what a life was about. */
const RARE: Partial<Record<Fault, number>> = {
  restored: 0.12,
  "restored-under-old-epoch": 0.08,
  "another-store": 0.12,
  "two-releases": 0.15,
  leap: 0.15,
};

export function noHits(): Hits {
  return Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Hits;
}

/** Draws a life's faults from those that are allowed: a quarter of the lives have few. */
export function createFaults(random: Random, allowed: ReadonlySet<Fault> | null, hits: Hits): Faults {
  const usual = random.chance(0.25) ? 0.1 : 0.4;
  const active = new Set<Fault>();
  // Drawn also if it isn't allowed, so that the others are the same.
  for (const fault of FAULTS)
    if (random.chance(RARE[fault] ?? usual) && (!allowed || allowed.has(fault))) active.add(fault);
  let strokes = STROKES.filter((stroke) => active.has(stroke));
  return {
    has: (fault) => active.has(fault),
    strikes: (fault, probability) => {
      if (!active.has(fault) || !random.chance(probability)) return false;
      hits[fault]++;
      return true;
    },
    get strokes() {
      return strokes;
    },
    hit: (fault) => void hits[fault]++,
    end: () => {
      active.clear();
      strokes = [];
    },
  };
}
