import type { Forgetful, InvalidationNotice, NodeRef } from "./forgetting.ts";
import { createNoticeFeed, type NoticeFeed, type Transport } from "./notice-feed.ts";
import { describeMutation, noticesSubscription, pagesQuery, type Screen, WORLD } from "./screens.ts";
import type { WorldClient } from "./world-client.ts";

interface Answer {
  readonly screen: Screen;
  data: Row;
}
type Row = Record<string, unknown>;

/** `fetch`, answers that are kept as they came, and a transport's client alone for notices. */
export function createPlainClient(
  url: string,
  connect: (feed: NoticeFeed) => Transport & { dispose(): unknown },
): WorldClient {
  const feed = createNoticeFeed([WORLD, "worlds"]);
  const transport = connect(feed);
  const kept = new Map<string, Answer>();
  const watchers = new Set<() => void>();
  const keyOf = (screen: Screen) => JSON.stringify(screen);

  async function ask(query: string, variables: Row): Promise<Row> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query, variables });
    const response = await feed.fetch(`${url}/graphql`, { method: "POST", headers, body });
    const { data, errors } = (await response.json()) as { data: Row; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
  const show = async (screen: Screen): Promise<Row> => {
    const key = keyOf(screen);
    const found = kept.get(key);
    if (found) return found.data;
    const data = await ask(screen.document, screen.variables);
    kept.set(key, { screen, data });
    return data;
  };
  /** What is kept of a node, or of Query, under a field of that name. */
  const drop = (node: NodeRef, name: string, wanted: (screen: Screen) => boolean) => {
    for (const [key, { screen, data }] of kept)
      if (new RegExp(`\\b${name}\\b`).test(screen.document) && wanted(screen))
        if (node === null || JSON.stringify(data).includes(`"${node.id}"`)) kept.delete(key);
  };
  const cache: Forgetful = {
    fields: (node, names) => {
      for (const name of names) drop(node, name, () => true);
    },
    // Under which arguments a node's list was asked for stands in the document, and isn't looked up there.
    list: (node, name, accepts) => drop(node, name, ({ variables }) => node !== null || accepts(variables)),
    lookup: (name, id) => drop(null, name, ({ variables }) => variables.id === id),
    everything: () => kept.clear(),
  };
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  const unsubscribe = feed.over(transport).subscribe<{ invalidations: InvalidationNotice }, unknown>(
    { query: noticesSubscription },
    {
      next: ({ data }) => {
        if (data) feed.take(data.invalidations, cache);
        tell();
      },
      error: (error) => {
        throw error;
      },
      complete: () => {},
    },
  );

  return {
    feed,
    show,
    watch: (screen, shows) => {
      const watcher = async () => shows(await show(screen));
      watchers.add(watcher);
      void watcher();
      return () => void watchers.delete(watcher);
    },
    scroll: async (first) => {
      const ids: string[] = [];
      for (let after: string | null = null; ; ) {
        const data = await ask(pagesQuery, { id: WORLD, first, after });
        const { edges, pageInfo } = (data.world as { characters: Page }).characters;
        ids.push(...edges.map(({ node }) => node.id));
        if (!pageInfo.hasNextPage) return ids;
        after = pageInfo.endCursor;
      }
    },
    describe: ({ idempotencyKey, ...input }) =>
      feed.own(idempotencyKey, input.id, async () => {
        const describe = (character: Row) => {
          for (const { data } of kept.values())
            if ((data.character as Row | null)?.id === character.id)
              data.character = { ...(data.character as Row), ...character };
          tell();
        };
        describe(input);
        const data = await ask(describeMutation, { input: { ...input, idempotencyKey } });
        const { description, version } = (data.updateCharacter as { character: Row }).character;
        describe({ id: input.id, description, version });
      }),
    close: () => {
      unsubscribe();
      transport.dispose();
    },
  };
}

interface Page {
  readonly edges: readonly { node: { id: string } }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
