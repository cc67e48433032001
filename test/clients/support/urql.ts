import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { type Cache, cacheExchange, type FieldInfo, type KeyGenerator } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import type { Forgetful, InvalidationNotice, NodeRef } from "./forgetting.ts";
import { createNoticeFeed } from "./notice-feed.ts";
import { describeMutation, noticesSubscription, pagesQuery, WORLD } from "./screens.ts";
import { sseClient } from "./transports.ts";
import type { WorldClient } from "./world-client.ts";

/** urql with Graphcache, and its subscriptions over graphql-sse. */
export function createUrqlClient(url: string): WorldClient {
  const feed = createNoticeFeed([WORLD, "worlds"]);
  const transport = sseClient(url);
  const forwarded = feed.over(transport);
  const client = new Client({
    url: `${url}/graphql`,
    preferGetMethod: false,
    fetch: feed.fetch,
    exchanges: [
      cacheExchange({
        keys: Object.fromEntries(KEYLESS.map((type) => [type, embedded])),
        resolvers: { World: { characters: relayPagination() } },
        optimistic: {
          updateCharacter: ({ input }) => ({
            __typename: "UpdateCharacterPayload",
            character: { __typename: "Character", ...(input as { id: string; description: string }) },
          }),
        },
        updates: {
          Subscription: {
            invalidations: ({ invalidations }, _, cache) =>
              feed.take(invalidations as unknown as InvalidationNotice, forgetful(cache)),
          },
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: forwarded.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
  const { unsubscribe } = client.subscription(noticesSubscription, feed.variables).subscribe(() => {});

  return {
    feed,
    show: async ({ document, variables }) => {
      const { data, error } = await client.query(document, variables).toPromise();
      if (error) throw error;
      return data;
    },
    watch: ({ document, variables }, shows) =>
      client.query(document, variables).subscribe(({ data }) => shows(data)).unsubscribe,
    scroll: async (first) => {
      for (let after: string | null = null; ; ) {
        const page = await client
          .query<{ world: Pages }>(pagesQuery, { id: WORLD, first, after })
          .toPromise();
        const { edges, pageInfo }: Pages["characters"] = page.data!.world.characters;
        if (!pageInfo.hasNextPage) return edges.map(({ node }) => node.id);
        after = pageInfo.endCursor;
      }
    },
    describe: ({ idempotencyKey, ...input }) =>
      feed.own(idempotencyKey, input.id, async () => {
        const variables = { input: { ...input, idempotencyKey } };
        const { error } = await client.mutation(describeMutation, variables).toPromise();
        if (error) throw error;
      }),
    close: () => {
      unsubscribe();
      transport.dispose();
    },
  };
}

interface Pages {
  readonly characters: {
    readonly edges: readonly { node: { id: string } }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const embedded: KeyGenerator = () => null;
/** What has no id: it lives in the field that holds it. */
const KEYLESS = [
  ...["WorldState", "Exit", "Coordinates", "PageInfo", "InvalidationNotice", "TagChange", "ChangedEntity"],
  ...["World", "Character", "Location", "WorldObject", "TimelineEvent"].flatMap((type) => [
    `${type}Connection`,
    `${type}Edge`,
  ]),
];
const TYPES = ["World", "WorldFlag", "Character", "Location", "WorldObject", "TimelineEvent", ...KEYLESS];

function forgetful(cache: Cache): Forgetful {
  const keyOf = (node: NodeRef) => cache.keyOfEntity(node ?? "Query")!;

  function forgetField(key: string, name: string, given: FieldInfo["arguments"]): void {
    const held = [cache.resolve(key, name, given)].flat(9);
    cache.invalidate(key, name, given);
    // What is embedded would come back with the next link to it.
    for (const one of held)
      if (typeof one === "string" && one.startsWith(`${key}.`))
        for (const field of cache.inspectFields(one)) forgetField(one, field.fieldName, field.arguments);
  }
  const list: Forgetful["list"] = (node, name, accepts) => {
    const key = keyOf(node);
    for (const { fieldName, arguments: given } of cache.inspectFields(key))
      if (fieldName === name && accepts(given ?? {})) forgetField(key, fieldName, given);
  };
  return {
    list,
    lookup: (name, id) => list(null, name, (given) => given.id === id),
    fields: (node, names) => {
      for (const name of names) list(node, name, () => true);
    },
    everything: () => {
      for (const type of TYPES) cache.invalidate(type);
      for (const { fieldName } of cache.inspectFields("Query")) list(null, fieldName, () => true);
    },
  };
}
