/** One change of one scope, as its log keeps it. */
export interface LogEntry {
  readonly scope: string;
  readonly version: number;
  /** Unique in its scope: made up, or in older entries `key:` and the client's idempotency key. */
  readonly changeId: string;
  /** The client's own, if it gave one; missing in older entries, see `changeId`. */
  readonly idempotencyKey?: string | null;
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
  /**
   * The fields of the scope's state whose values changed, as WorldState calls them, beside its version, which every
   * change raises. Missing where the scope began, ended or was replaced, and in entries of older gateways: all of them.
   */
  readonly state?: readonly string[];
  /** Every cache key whose value it changed. */
  readonly keys: readonly string[];
}

export interface LoggedEntity {
  readonly id: string;
  readonly type: string;
  readonly kind: "CREATED" | "UPDATED" | "DELETED";
  /**
   * Of one that was updated: its GraphQL fields whose values changed, version and `updatedAt` always among them.
   * Missing where it was created, deleted or made again, and in entries of older gateways: all of them.
   */
  readonly fields?: readonly string[];
  /** The fields of other nodes that it changed: the lists left, entered and reordered. */
  readonly tags: readonly string[];
  /** How it moved in each of `tags`, in their order; missing in entries of older gateways: nobody knows. */
  readonly moves?: readonly ListMove[];
}

/** Under which filters an entity stood in a list before a change, and under which it stands there after it. */
export interface ListMove {
  /**
   * Its values of the fields that the list can be filtered by; missing: it didn't stand there, or if it moved, they
   * are the same as in `to`.
   */
  readonly from?: FilterValues;
  /** Missing: it doesn't stand there any more. */
  readonly to?: FilterValues;
  /** It stood there and does, at another place. */
  readonly moved?: true;
}

/** Filter → value; a filter that finds nothing of the entity, since it has no value there, is left out. */
export type FilterValues = Readonly<Record<string, unknown>>;

/** A change that touches more keys than this is logged as a flush. */
export const MAX_KEYS = 1_000;

/** How much of a scope's log is kept: entries that are neither among the last nor young go. */
export interface LogRetention {
  readonly entries: number;
  readonly ms: number;
}

/** The log keeps a scope's last 10,000 entries, and older ones for 24 hours. */
export const LOG_RETENTION: LogRetention = { entries: 10_000, ms: 24 * 3_600_000 };
