/** What lies under a key. A string's is never changed in place, so that copies can share it. */
export type Item = StringItem | SortedSet | OtherItem;

interface StringItem {
  readonly type: "string";
  readonly value: string;
  /** When it goes, by the injected time; infinity: never. */
  readonly until: number;
}

export interface SortedSet {
  readonly type: "zset";
  readonly scores: Map<string, number>;
  /** The members by their ranks, once asked for and as long as nothing is added. */
  ranked: readonly (readonly [string, number])[] | undefined;
  readonly until: number;
}

/** Of these it matters only that they are no strings. */
interface OtherItem {
  readonly type: "hash" | "list" | "set";
  readonly until: number;
}

/** What commands do to it. */
export interface Keyspace {
  /** What lies there and hasn't expired. */
  get(key: string): Item | undefined;
  set(key: string, item: Item): void;
  delete(key: string): void;
  /** In whole milliseconds. */
  now(): number;
}

/** What happens to the copy doesn't change the items, nor the other way round. */
export function copyOf(items: ReadonlyMap<string, Item>): Map<string, Item> {
  const copy = new Map(items);
  for (const [key, item] of items)
    if (item.type === "zset") copy.set(key, { ...item, scores: new Map(item.scores) });
  return copy;
}
