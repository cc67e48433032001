/** One change of one scope, as its log keeps it. */
export interface LogEntry {
  readonly scope: string;
  readonly version: number;
  /** Unique in its scope: an idempotency key, or made up. */
  readonly changeId: string;
  /** RFC 3339. */
  readonly at: string;
  /** The number of the definitions that `keys` was computed under. */
  readonly definitions: number;
  /** The set of lists (by hash) that its writer knew, and wrote places in; without it: none. */
  readonly lists?: string;
  /** Nothing in the scope (or of `purged`) that was cached before is right any more; lists no keys. */
  readonly flush: boolean;
  /** With `flush`: only what is cached of this type. */
  readonly purged: string | null;
  /** What it touched; an import and the end of a world name the world alone. */
  readonly entities: readonly LoggedEntity[];
  /** Every cache key whose value it changed. */
  readonly keys: readonly string[];
}

export interface LoggedEntity {
  readonly id: string;
  readonly type: string;
  readonly kind: "CREATED" | "UPDATED" | "DELETED";
  /** The fields of other nodes that it changed: the lists left, entered and reordered. */
  readonly tags: readonly string[];
}

/** A change that touches more keys than this is logged as a flush. */
export const MAX_KEYS = 1_000;

/** How much of a scope's log is kept: entries that are neither among the last nor young go. */
export interface LogRetention {
  readonly entries: number;
  readonly ms: number;
}

/** The log keeps a scope's last 10,000 entries, and older ones for 24 hours. */
export const LOG_RETENTION: LogRetention = { entries: 10_000, ms: 24 * 3_600_000 };
