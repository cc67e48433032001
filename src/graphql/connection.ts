import type { MaybePromise } from "../cache/tier.ts";
import type { Entity } from "../entities/define.ts";
import { chain } from "../worlds/chain.ts";
import type { Page } from "../worlds/pages.ts";
import type { Reader } from "../worlds/reader.ts";

/** A Relay connection. What wasn't asked for isn't computed: the executor calls the functions it needs. */
export interface Connection {
  edges(): MaybePromise<{ node: Entity; cursor: string }[]>;
  nodes(): MaybePromise<Entity[]>;
  pageInfo(): PageInfo;
  readonly totalCount: number;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** Entries whose entity is gone by the time it is read, or can't be read, are left out of the page; the list has them. */
export function toConnection(reader: Reader, page: Page): Connection {
  const { entries, hasNext, hasPrevious, total, cursor } = page;
  const load = () => reader.loadEntries(entries.map(({ id }) => id));
  return {
    totalCount: total,
    nodes: () => chain(load(), (entities) => entities.filter((entity) => entity !== null)),
    edges: () =>
      chain(load(), (entities) =>
        entities.flatMap((node, index) => (node ? [{ node, cursor: cursor(entries[index]!) }] : [])),
      ),
    pageInfo: () => ({
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      startCursor: entries.length > 0 ? cursor(entries[0]!) : null,
      endCursor: entries.length > 0 ? cursor(entries.at(-1)!) : null,
    }),
  };
}
