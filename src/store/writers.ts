import { LOG_RETENTION } from "./log.ts";

/**
 * A program by what it knows of definitions (see `Registry.writer`). Each that opens a store says so before it writes
 * anything, and again from time to time: log entries, and caches, name writers, and places in lists that none knows
 * are swept away.
 */
export interface Writer {
  readonly writer: string;
  /** Hashes. */
  readonly known: readonly string[];
  /** When a program last said so. */
  readonly saidAt: number;
}

/** Writer → what it knows. */
export type Writers = ReadonlyMap<string, readonly string[]>;

/** One that was not heard of for so long is forgotten: the log reaches back no longer, and so lists would be indexed from the rows in any case. */
const FORGOTTEN_MS = LOG_RETENTION.ms;
/** How often a program says that it is there still. */
const SAID_EVERY_MS = 3_600_000;

export function isForgotten({ saidAt }: Writer, now: number): boolean {
  return saidAt < now - FORGOTTEN_MS;
}

export function isToBeSaid(mine: Writer | undefined, now: number): boolean {
  return !mine || mine.saidAt < now - SAID_EVERY_MS;
}

/** All that anybody knows. */
export function knownToAny(writers: readonly Writer[], now: number): Set<string> {
  return new Set(writers.filter((one) => !isForgotten(one, now)).flatMap(({ known }) => known));
}

export function toWriters(writers: Iterable<Writer>): Writers {
  return new Map([...writers].map(({ writer, known }) => [writer, known]));
}
