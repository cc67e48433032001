import { type Hits, noHits } from "./faults.ts";

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
