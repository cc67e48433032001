import { createHash } from "node:crypto";
import type { LogPage } from "./store.ts";
import { LOG, parseObject, unreadable } from "./unreadable.ts";

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
  /** The number of the definitions that `keys` was computed under. */
  readonly definitions: number;
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
  const entry = parseObject(text);
  const whole =
    entry &&
    typeof entry.scope === "string" &&
    typeof entry.version === "number" &&
    typeof entry.changeId === "string" &&
    typeof entry.at === "string" &&
    Array.isArray(entry.entities) &&
    Array.isArray(entry.keys);
  return whole ? upToDate(entry as unknown as LogEntry) : undefined;
}

/**
 * A page of a scope's log, from the texts of its entries and where the scope is now. It ends before an entry that
 * can't be read, and what comes after that is as if it were trimmed: whoever follows the log begins anew.
 */
export function toLogPage(
  scope: string,
  after: number,
  texts: readonly unknown[],
  version: number | undefined,
): LogPage {
  const read = texts.map(parseLogEntry);
  const end = read.indexOf(undefined);
  const entries = (end < 0 ? read : read.slice(0, end)) as LogEntry[];
  const first = entries[0]?.version ?? (end < 0 ? (version ?? 0) + 1 : undefined);
  const complete = after >= (version ?? 0) || first === after + 1;
  if (end < 0) return { version, entries, complete };
  const broken = (entries.at(-1)?.version ?? after) + 1;
  return { version, entries, complete, unreadable: unreadable(`version ${broken} of ${scope}`, LOG) };
}

/** Programs before this one made a change's id of its key. */
function upToDate(entry: LogEntry): LogEntry {
  if (entry.idempotencyKey !== undefined) return entry;
  if (!entry.changeId.startsWith(KEYED)) return { ...entry, idempotencyKey: null };
  const changeId = createHash("sha256").update(`${entry.at} ${entry.changeId}`).digest("base64url");
  return { ...entry, changeId, idempotencyKey: entry.changeId.slice(KEYED.length) };
}

const KEYED = "key:";
