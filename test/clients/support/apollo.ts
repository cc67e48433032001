import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client/core";
import { createPersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { OperationTypeNode } from "graphql";
import type { Arguments, Forgetful, InvalidationNotice } from "./forgetting.ts";
import { createNoticeFeed } from "./notice-feed.ts";
import { describeMutation, noticesSubscription, pagesQuery, WORLD } from "./screens.ts";
import { wsClient } from "./transports.ts";
import type { WorldClient } from "./world-client.ts";

/** Apollo Client with its persisted-query link, and its subscriptions over graphql-ws. */
export function createApolloClient(url: string): WorldClient {
  const feed = createNoticeFeed([WORLD, "worlds"]);
  const transport = wsClient(url);
  const cache = new InMemoryCache({
    possibleTypes: { Entity: ["Character", "Location", "WorldObject"] },
    typePolicies: {
      World: { fields: { characters: relayStylePagination(["filter"]), state: { merge: true } } },
    },
  });
  const sha256 = (query: string) => createHash("sha256").update(query).digest("hex");
  const http = createPersistedQueryLink({ sha256 }).concat(
    new HttpLink({ uri: `${url}/graphql`, fetch: feed.fetch }),
  );
  const client = new ApolloClient({
    cache,
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(feed.over(transport)),
      http,
    ),
  });
  const notices = client
    .subscribe<{ invalidations: InvalidationNotice }>({
      query: gql(noticesSubscription),
      variables: feed.variables,
      fetchPolicy: "no-cache",
    })
    .subscribe(({ data }) => {
      if (data) cache.batch({ update: () => feed.take(data.invalidations, forgetful(client)) });
    });

  return {
    feed,
    show: async ({ document, variables }) => {
      const { data } = await client.query({ query: gql(document), variables });
      return data;
    },
    watch: ({ document, variables }, shows) => {
      const watched = client
        .watchQuery({ query: gql(document), variables })
        .subscribe(({ data, dataState }) => {
          if (dataState === "complete") shows(data);
        });
      return () => watched.unsubscribe();
    },
    scroll: async (first) => {
      type Page = { world: { characters: { edges: { node: { id: string } }[]; pageInfo: PageInfo } } };
      type PageInfo = { hasNextPage: boolean; endCursor: string | null };
      const firstPage = { query: gql(pagesQuery), variables: { id: WORLD, first } };
      await client.query(firstPage);
      const list = client.watchQuery<Page>(firstPage);
      const open = list.subscribe(() => {});
      try {
        for (;;) {
          const { characters } = client.readQuery<Page>(firstPage)!.world;
          const { hasNextPage, endCursor } = characters.pageInfo;
          if (!hasNextPage) return characters.edges.map(({ node }) => node.id);
          await list.fetchMore({ variables: { after: endCursor } });
        }
      } finally {
        open.unsubscribe();
      }
    },
    describe: ({ idempotencyKey, ...input }) =>
      feed.own(idempotencyKey, input.id, async () => {
        await client.mutate({
          mutation: gql(describeMutation),
          variables: { input: { ...input, idempotencyKey } },
          optimisticResponse: (_, { IGNORE }) => {
            const fragment = gql`fragment known on Character { version updatedAt }`;
            const id = cache.identify({ __typename: "Character", id: input.id })!;
            const known = cache.readFragment<object>({ id, fragment });
            if (!known) return IGNORE;
            const character = { ...known, __typename: "Character", ...input };
            return {
              updateCharacter: {
                __typename: "UpdateCharacterPayload",
                worldId: WORLD,
                version: 0,
                character,
              },
            };
          },
        });
      }),
    close: () => {
      notices.unsubscribe();
      client.stop();
      void transport.dispose();
    },
  };
}

function forgetful(client: ApolloClient): Forgetful {
  const { cache } = client;
  const list: Forgetful["list"] = (node, name, accepts) => {
    const id = node ? cache.identify(node) : "ROOT_QUERY";
    cache.modify({
      id,
      fields: (value, { fieldName, storeFieldName, DELETE }) =>
        fieldName === name && accepts(argumentsOf(storeFieldName)) ? DELETE : value,
    });
  };
  return {
    list,
    lookup: (name, id) => list(null, name, (given) => given.id === id),
    fields: (node, names) => {
      for (const name of names) list(node, name, () => true);
    },
    everything: () => void client.resetStore(),
  };
}

/** `character({"id":"…"})`, or `characters:{"filter":{}}` where a policy names the arguments. */
function argumentsOf(storeFieldName: string): Arguments {
  const json = /\{.*\}/.exec(storeFieldName)?.[0];
  return json ? (JSON.parse(json) as Arguments) : {};
}
