import type { Entity } from "../entities/define.ts";
import type { Slot } from "../entities/slots.ts";
import type { Draft } from "./draft.ts";
import type { LogEntry, LogPage } from "./log.ts";
import type { Question, StoreValue } from "./query.ts";
import type { StoreFault } from "./store-fault.ts";
import type { Unreadable } from "./unreadable.ts";
import type { Writers } from "./writers.ts";

/**
 * The store port. A store keeps scopes: each has a version, a log of the changes that made it, and,
 * while it exists, an incarnation that its rows hang on. Every method may throw a Fault UNAVAILABLE.
 */
export interface Store {
  /**
   * True if one reading shows one moment. Where it is false a commit isn't seen all at once (protocol line 13); a
   * reading all the same has all rows of the version that it says it had before them, and may have later ones.
   */
  readonly snapshot: boolean;

  /**
   * Answers a batch in one go, aligned with the queries. `leader`: never from a replica that lags. Entities come without
   * their sensitive fields, unless a query asks for these.
   */
  read(queries: readonly Question[], options?: { leader?: boolean }): Promise<Reading>;

  /**
   * The current versions of those scopes that the store knows, deleted worlds among them. `settled`
   * ones are safe to open a cache at: all that they stand for can be read.
   */
  versions(scopes: readonly string[], options?: { settled?: boolean }): Promise<Versions>;

  /** The log entries after a version, oldest first, at most `limit`. */
  log(scope: string, after: number, limit: number): Promise<LogPage>;

  /** One transaction over the scopes named, which are locked first, in sorted order. */
  change<T>(request: ChangeRequest<T>): Promise<Changed<T>>;

  /**
   * Builds a new incarnation of a world out of sight, in small transactions. `onlyNew`: its `finish` is CONFLICT
   * if there is or was a world of that id.
   */
  beginImport(world: string, options?: { readonly onlyNew?: boolean }): Promise<Importer>;

  /**
   * All entities of a world as they stood at one moment, without sensitive fields, a batch at a time, types in registry
   * order. Where one can't be read it throws UNAVAILABLE, or leaves it out and tells `onUnreadable`.
   */
  dump(world: string, options?: DumpOptions): AsyncIterable<readonly Entity[]>;

  /**
   * Gives the store another epoch and answers it, in one transaction: for one that was restored from a backup, whose
   * versions up to the backup's are those of before and whose later ones will be made again.
   */
  renewEpoch(): Promise<string>;

  /** What the programs know that were in use of late: what is kept by those that aren't named is known to nobody. */
  writers(): Promise<Writers>;

  /**
   * Indexes what lists of these definitions lack: those that a definition gained or declares otherwise, and what
   * other programs wrote that don't know them. In batches, while others read and write; until it is done those lists
   * answer UNAVAILABLE, unless little is lacking, which is done when they are asked for. Resolves to the number of
   * scopes in which something was lacking.
   */
  index(): Promise<number>;

  /**
   * Removes rows of incarnations that are no longer current, and places in lists that no program knows any more, a
   * batch at a time; true if more is left.
   */
  sweep(): Promise<boolean>;

  /** What is known to be wrong although it answers; null: nothing. */
  trouble?(): StoreFault | null;

  close(): Promise<void>;
}

export interface DumpOptions {
  readonly onUnreadable?: (unreadable: Unreadable) => void;
}

export interface Reading {
  /** An error (UNAVAILABLE) in the place of what can't be had: it can't be read, or is being indexed. */
  readonly values: readonly (StoreValue | Error)[];
  /** Scope → its version before (SR) and after (SR2) its rows were read; unknown scopes are missing. */
  readonly versions: ReadonlyMap<string, { readonly before: number; readonly after: number }>;
}

export interface Versions {
  /** Made with the store's schema or by {@link Store.renewEpoch}; versions of another one say nothing of these. */
  readonly epoch: string;
  readonly versions: ReadonlyMap<string, number>;
}

export interface ChangeRequest<T> {
  readonly scopes: readonly string[];
  /** The caller's own, for retries; without it each attempt is a new change. */
  readonly idempotencyKey?: string | null;
  /** Hash of what is asked; the same key with another one is CONFLICT. */
  readonly fingerprint?: string;
  /** As programs before this one hashed it, whose answers are kept still. */
  readonly formerFingerprint?: string;
  /**
   * Reads, puts and removes; what it returns is kept with the key and must survive JSON. Entities in it lose their
   * sensitive fields; of these it returns nothing by itself.
   */
  readonly work: (draft: Draft) => Promise<T>;
}

export interface Changed<T> {
  readonly value: T;
  /** Scope → the version that the change made of it; the one that it has, where nothing was changed. */
  readonly versions: Readonly<Record<string, number>>;
  /** The store's epoch when it was committed, or when a retry found it done. */
  readonly epoch: string;
  /** Empty for a retry, and for what says what is there already: nothing was changed. */
  readonly commits: readonly Commit[];
}

/** What a committer hands to the cache for one scope. */
export interface Commit {
  readonly entry: LogEntry;
  /** The after images, for write-through. */
  readonly puts: readonly { readonly slot: Slot; readonly value: unknown }[];
}

export interface Importer {
  /**
   * Adds entities; their references are checked already. Their versions and births, also in loose
   * references, are 0, which stands for the version that `finish` makes.
   */
  write(entities: readonly Entity[]): Promise<void>;
  /** Makes what was written the world's current state, as one change. */
  finish(): Promise<Changed<void>>;
  /** Gives it up; the old state was never touched. */
  abort(): Promise<void>;
}
