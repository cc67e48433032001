import type { GatewayInUse } from "./use-gateway.ts";

export interface Walk {
  /** The node that has the list, as a query finds it: `world(id: "world:odyssey")`. */
  readonly owner: string;
  /** The list's field. */
  readonly list: string;
  /** Its arguments beside `first` and `after`. */
  readonly args?: string;
  readonly size: number;
  /** Runs after each page, with the ids that it had. */
  readonly between?: (ids: readonly string[]) => Promise<unknown>;
}

interface Connection {
  totalCount: number;
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

/** The ids of a list's pages, from its beginning to its end. Throws where a page contradicts itself. */
export async function walkPages(at: Pick<GatewayInUse, "data">, walk: Walk): Promise<string[][]> {
  const query = `query ($first: Int!, $after: String) {
    owner: ${walk.owner} { list: ${walk.list}(first: $first, after: $after, ${walk.args ?? ""}) {
      totalCount edges { cursor node { id } } nodes { id }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }
  }`;
  const pages: string[][] = [];
  for (let after: string | null = null; ; ) {
    const { owner } = await at.data(query, { first: walk.size, after });
    const { edges, nodes, pageInfo, totalCount } = owner.list as Connection;
    const ids = nodes.map(({ id }) => id);
    const agree =
      ids.join() === edges.map(({ node }) => node.id).join() &&
      pageInfo.hasPreviousPage === pages.length > 0 &&
      (ids.length === 0 ||
        (pageInfo.startCursor === edges[0]!.cursor && pageInfo.endCursor === edges.at(-1)!.cursor));
    if (!agree) throw new Error(`a page contradicts itself: ${JSON.stringify(owner.list)}`);
    pages.push(ids);
    if (!pageInfo.hasNextPage) {
      if (!walk.between && totalCount !== pages.flat().length)
        throw new Error(`a list of ${pages.flat().length} says that it has ${totalCount}`);
      return pages;
    }
    after = pageInfo.endCursor;
    await walk.between?.(ids);
  }
}
