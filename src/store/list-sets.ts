import { LOG_RETENTION } from "./log.ts";

/**
 * Each program that opens a store says which lists it knows, before it writes anything, and again from time
 * to time. Log entries name these sets, and what no set names is swept away.
 */
export interface ListSet {
  readonly set: string;
  /** Hashes. */
  readonly lists: readonly string[];
  /** When a program last said that it knows them. */
  readonly knownAt: number;
}

/** A set that nobody was heard of for so long is forgotten: the log reaches back no longer, and so its lists would be indexed from the rows in any case. */
const FORGOTTEN_MS = LOG_RETENTION.ms;
/** How often a program says that it is there still. */
const SAID_EVERY_MS = 3_600_000;

export function isForgotten({ knownAt }: ListSet, now: number): boolean {
  return knownAt < now - FORGOTTEN_MS;
}

export function isToBeSaid(mine: ListSet | undefined, now: number): boolean {
  return !mine || mine.knownAt < now - SAID_EVERY_MS;
}

/** The hashes of all lists that anybody knows. */
export function knownLists(sets: readonly ListSet[], now: number): Set<string> {
  return new Set(sets.filter((one) => !isForgotten(one, now)).flatMap(({ lists }) => lists));
}
