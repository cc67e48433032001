import type { CacheRead } from "../cache/loads.ts";
import type { MaybePromise } from "../cache/tier.ts";
import { scopeOf } from "../entities/ids.ts";
import { listBase } from "../entities/lists.ts";
import type { Registry } from "../entities/registry.ts";
import { listSlot, slotUnder } from "../entities/slots.ts";
import { badInput } from "../fault.ts";
import type { ListQuery, ListReading, Position } from "../store/query.ts";
import { chain } from "./chain.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

export interface ListOptions {
  /** 1 to 100. */
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: Readonly<Record<string, string>>;
  /** One of the list's orders by its name; by default its first one. */
  readonly order?: string | null;
}

export interface Page {
  readonly entries: readonly Position[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** How many entries the list has under its filter, on all of its pages. */
  readonly total: number;
  cursor(entry: Position): string;
}

/** As many entries of a list are cached, and as many are a page at most. */
const HEAD = 100;

/** Throws BAD_USER_INPUT for a size that no page has, and for what isn't a cursor of this list. */
export type ReadPage = (coordinate: string, owner: string, options: ListOptions) => MaybePromise<Page>;

/** Pages of lists: those of the first entries are cut from what is cached, and what lies deeper is read from the store. */
export function createPages(
  registry: Registry,
  read: (wanted: CacheRead) => MaybePromise<ListReading>,
): ReadPage {
  return (coordinate, owner, { first, after, filter = {}, order }) => {
    if (!Number.isInteger(first) || first < 1 || first > HEAD)
      throw badInput("first", `a whole number from 1 to ${HEAD}`);
    const list = registry.list(coordinate);
    const scope = scopeOf(owner);
    const base = listBase(list, owner, filter);
    const slot = listSlot(list, registry.byName(list.entity), { scope, base, order });
    const start = after === null || after === undefined ? null : decodeCursor(slot.name, after);
    const query: ListQuery = {
      kind: "list",
      coordinate,
      owner,
      filter,
      order,
      after: null,
      limit: HEAD,
    };
    const page = (entries: readonly Position[], hasNext: boolean, total: number): Page => ({
      entries,
      hasNext,
      hasPrevious: start !== null,
      total,
      cursor: (entry) => encodeCursor(slot.name, entry),
    });
    return chain(read({ slot, query }), ({ entries, more, total }) => {
      const from = start
        ? entries.findIndex(({ id, sort }) => id === start.id && sort === start.sort) + 1
        : 0;
      const found = !start || from > 0;
      if (found && (from + first <= entries.length || !more))
        return page(part(entries, from, first), from + first < entries.length || more, total);
      // Deeper than the cached head, or after an entry that is no longer where it was.
      const deep: CacheRead = {
        slot: slotUnder(slot, `${slot.key}?${first}&${after}`),
        query: { ...query, after: start, limit: first },
        direct: true,
      };
      return chain(read(deep), (reading) => page(reading.entries, reading.more, reading.total));
    });
  };
}

/** As `slice`, which is slow where entries are frozen. */
function part<T>(entries: readonly T[], from: number, count: number): readonly T[] {
  if (from === 0 && count >= entries.length) return entries;
  const found: T[] = [];
  for (let at = from; at < Math.min(from + count, entries.length); at++) found.push(entries[at]!);
  return found;
}
