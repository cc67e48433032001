import { createHash } from "node:crypto";
import { LOG, parseObject, Unreadable } from "./unreadable.ts";

/** One change of one scope, as its log keeps it. */
export interface LogEntry {
  readonly scope: string;
  readonly version: number;
  /** Made up; the entries that one change made in several scopes have the same one. */
  readonly changeId: string;
  /** The client's own, if the change was asked for with one. */
  readonly idempotencyKey: string | null;
  /** RFC 3339. */
  readonly at: string;
  /**
   * Names what its writer knew: the lists that it wrote places in, and the parts of the cache of which `keys` has all
   * that changed (see `Registry.writer`).
   */
  readonly writer: string;
  /** Nothing in the scope (or of `purged`) that was cached before is right any more; lists no keys. */
  readonly flush: boolean;
  /** With `flush`: only what is cached of this type. */
  readonly purged: string | null;
  /** What it touched; an import and the end of a world name the world alone. */
  readonly entities: readonly LoggedEntity[];
  /**
   * What else it touched, and nobody is told of: of an internal type, or unpublished before and after it. For those
   * who follow rows.
   */
  readonly untold?: readonly Pick<LoggedEntity, "id" | "type">[];
  /**
   * The fields of the scope's state whose values changed, as WorldState calls them, beside its version, which every
   * change raises. Missing where the scope began, ended or was replaced, and in entries of older gateways: all of them.
   */
  readonly state?: readonly string[];
  /** Every cache key whose value it changed. */
  readonly keys: readonly string[];
  /** What it changed under each of `keys`, in their order; missing, as in entries of older gateways: anything. */
  readonly masks?: readonly Mask[];
}

/**
 * What a change made another of the value under a cache key, by names that mean something to those who know what the
 * entry's writer knew; null: anything may be. Of an entity: its fields, as {@link LoggedEntity.fields} has them. Of
 * entities that are cached together: the fields of any of them. Of a scope's state: `version` and the entry's `state`,
 * but for what isn't cached there. Of a list: `entered`, `left` and `moved`, each if that became of an entry.
 */
export type Mask = readonly string[] | null;

export interface LoggedEntity {
  readonly id: string;
  readonly type: string;
  readonly kind: "CREATED" | "UPDATED" | "DELETED";
  /**
   * Of one that was updated: its GraphQL fields whose values changed, version and `updatedAt` always among them, but
   * where others' fields alone changed that it repeats.
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

/** All that a change touched, told of or not. */
export function touchedBy({ entities, untold = [] }: LogEntry): readonly Pick<LoggedEntity, "id" | "type">[] {
  return [...entities, ...untold];
}

/** Whether a change only emptied caches; what is a flush for another reason says what it touched. */
export function isPurge({
  flush,
  entities,
  untold = [],
}: Pick<LogEntry, "flush" | "entities" | "untold">): boolean {
  return flush && entities.length + untold.length === 0;
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

/**
 * By what a change is found in its scope's log: its key, or else its id, which the prefix keeps apart. Programs
 * before this one, which may run beside it, find it by the same.
 */
export function logNameOf({
  changeId,
  idempotencyKey,
}: Pick<LogEntry, "changeId" | "idempotencyKey">): string {
  return idempotencyKey === null ? changeId : keyedLogName(idempotencyKey);
}

export function keyedLogName(idempotencyKey: string): string {
  return KEYED + idempotencyKey;
}

/** An entry as a store wrote it; undefined if it can't be read. */
export function parseLogEntry(text: unknown): LogEntry | undefined {
  const entry = parseObject<LogEntry>(text);
  const whole =
    entry &&
    typeof entry.scope === "string" &&
    typeof entry.version === "number" &&
    typeof entry.changeId === "string" &&
    typeof entry.at === "string" &&
    Array.isArray(entry.entities) &&
    Array.isArray(entry.keys);
  return whole ? upToDate(withMasks(entry as LogEntry)) : undefined;
}

/**
 * The masks of so many keys, as a store or a tier kept them; undefined where there are none. What isn't understood,
 * since it is damaged or a newer program wrote it, says that anything may have changed.
 */
export function parseMasks(value: unknown, count: number): readonly Mask[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const isName = (one: unknown) => typeof one === "string";
  return value.map((mask): Mask => (Array.isArray(mask) && mask.every(isName) ? mask : null));
}

export interface LogPage {
  /** The scope's settled version; undefined if the store doesn't know it. */
  readonly version: number | undefined;
  readonly entries: readonly LogEntry[];
  /** False if entries between `after` and the first one were trimmed, or can't be read. */
  readonly complete: boolean;
  /** The entry that can't be read and that this page ends before. */
  readonly unreadable?: Unreadable | undefined;
}

/**
 * A page of a scope's log, from its entries as {@link parseLogEntry} reads them and where the scope is now. It ends
 * before an entry that can't be read, and what comes after that is as if it were trimmed: whoever follows the log
 * begins anew.
 */
export function toLogPage(
  scope: string,
  after: number,
  read: readonly (LogEntry | undefined)[],
  version: number | undefined,
): LogPage {
  const end = read.indexOf(undefined);
  const entries = (end < 0 ? read : read.slice(0, end)) as LogEntry[];
  const first = entries[0]?.version ?? (end < 0 ? (version ?? 0) + 1 : undefined);
  const complete = after >= (version ?? 0) || first === after + 1;
  if (end < 0) return { version, entries, complete };
  const broken = (entries.at(-1)?.version ?? after) + 1;
  return { version, entries, complete, unreadable: new Unreadable(`version ${broken} of ${scope}`, LOG) };
}

function withMasks({ masks: written, ...entry }: LogEntry): LogEntry {
  const masks = parseMasks(written, entry.keys.length);
  return masks ? { ...entry, masks } : entry;
}

/** Programs before this one said which lists they know, and no more; they made a change's id of its key. */
function upToDate({ lists = "", ...written }: LogEntry & { readonly lists?: string }): LogEntry {
  const entry = written.writer === undefined ? { ...written, writer: lists } : written;
  if (entry.idempotencyKey !== undefined) return entry;
  if (!entry.changeId.startsWith(KEYED)) return { ...entry, idempotencyKey: null };
  const changeId = createHash("sha256").update(`${entry.at} ${entry.changeId}`).digest("base64url");
  return { ...entry, changeId, idempotencyKey: entry.changeId.slice(KEYED.length) };
}

const KEYED = "key:";
