import {
  type ConcreteRequest,
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  getSingularSelector,
  Network,
  Observable,
  type ReaderFragment,
  RecordSource,
  type RecordSourceSelectorProxy,
  requestSubscription,
  type SingularReaderSelector,
  Store,
} from "relay-runtime";
import type { Forgetful, InvalidationNotice } from "./forgetting.ts";
import { createNoticeFeed } from "./notice-feed.ts";
import type { Artifacts } from "./relay-compile.ts";
import { describeMutation, nameOf, noticesSubscription, type Screen, WORLD } from "./screens.ts";
import { wsClient } from "./transports.ts";
import type { WorldClient } from "./world-client.ts";

/** Relay's runtime, and its subscriptions over graphql-ws. */
export function createRelayClient(url: string, artifacts: Artifacts): WorldClient {
  const feed = createNoticeFeed([WORLD, "worlds"]);
  const transport = wsClient(url);
  const forwarded = feed.over(transport);
  const environment = new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text: query }, variables) => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ query, variables });
        const response = await feed.fetch(`${url}/graphql`, { method: "POST", headers, body });
        return (await response.json()) as GraphQLResponse;
      },
      ({ text: query }, variables) =>
        Observable.create((sink) =>
          forwarded.subscribe(
            { query: query!, variables },
            sink as Parameters<typeof transport.subscribe>[1],
          ),
        ),
    ),
  });
  const requestOf = (document: string) => artifacts<ConcreteRequest>(nameOf(document));
  const operationOf = ({ document, variables }: Screen) =>
    createOperationDescriptor(requestOf(document), variables);
  const fetchPolicy = "store-or-network";

  /** Only what is retained is known to be fresh or stale; screens that were left are kept here, too. */
  const retained = new Set<string>();
  const show = async (screen: Screen) => {
    const operation = operationOf(screen);
    const { identifier } = operation.request;
    if (!retained.has(identifier)) environment.retain(operation);
    retained.add(identifier);
    await fetchQuery(environment, requestOf(screen.document), screen.variables, { fetchPolicy }).toPromise();
    return environment.lookup(operation.fragment).data;
  };
  const notices = requestSubscription(environment, {
    subscription: requestOf(noticesSubscription),
    variables: feed.variables,
    updater: (store, data) => {
      const { invalidations } = data as { invalidations: InvalidationNotice };
      feed.take(invalidations, forgetful(store));
    },
  });

  return {
    feed,
    show,
    watch: (screen, shows) => {
      const operation = operationOf(screen);
      const snapshot = environment.lookup(operation.fragment);
      const open = environment.subscribe(snapshot, ({ data, isMissingData }) => {
        if (!isMissingData) shows(data);
      });
      const store = environment.getStore();
      let stale: { dispose(): void } | undefined;
      // As `useSubscribeToInvalidationState` does, for every node that the screen shows.
      const refresh = async () => {
        const data = await show(screen);
        shows(data);
        stale?.dispose();
        const ids = [...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id!);
        stale = store.subscribeToInvalidationState(
          store.lookupInvalidationState(["client:root", ...ids]),
          () => void refresh(),
        );
      };
      void refresh();
      return () => {
        open.dispose();
        stale?.dispose();
      };
    },
    scroll: async (first) => {
      const fragment = artifacts<ReaderFragment>("relayPages_world");
      const request = artifacts<ConcreteRequest>("relayPagesQuery");
      const next = artifacts<ConcreteRequest>("relayPagesNextQuery");
      const variables = { id: WORLD, first };
      environment.retain(createOperationDescriptor(request, variables));
      const data = await fetchQuery(environment, request, variables).toPromise();
      const { world } = data as { world: unknown };
      const selector = getSingularSelector(fragment, world) as SingularReaderSelector;
      for (;;) {
        const { characters } = environment.lookup(selector).data as { characters: Connection };
        const { hasNextPage, endCursor } = characters.pageInfo;
        if (!hasNextPage) return characters.edges.map(({ node }) => node.id);
        await fetchQuery(environment, next, { ...variables, after: endCursor }).toPromise();
      }
    },
    describe: ({ idempotencyKey, ...input }) =>
      feed.own(
        idempotencyKey,
        input.id,
        () =>
          new Promise<void>((resolve, reject) => {
            commitMutation(environment, {
              mutation: requestOf(describeMutation),
              variables: { input: { ...input, idempotencyKey } },
              optimisticUpdater: (store) => {
                store.get(input.id)?.setValue(input.description, "description");
              },
              onCompleted: (_, errors) => (errors ? reject(errors) : resolve()),
              onError: reject,
            });
          }),
      ),
    close: () => {
      notices.dispose();
      void transport.dispose();
    },
  };
}

interface Connection {
  readonly edges: readonly { node: { id: string } }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Relay marks whole records as stale: whatever reads one of them is fetched anew. */
function forgetful(store: RecordSourceSelectorProxy): Forgetful {
  const forgetRecord = (node: { id: string } | null) =>
    (node ? store.get(node.id) : store.getRoot())?.invalidateRecord();
  return {
    fields: forgetRecord,
    list: forgetRecord,
    // What was found is a record; that nothing was found stands in the root's field.
    lookup: (name, id) => void store.getRoot().setValue(undefined, name, { id }),
    everything: () => store.invalidateStore(),
  };
}
