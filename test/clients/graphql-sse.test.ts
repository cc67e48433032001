import { describeClient } from "./support/client-contract.ts";
import type { Transport } from "./support/notice-feed.ts";
import { createPlainClient } from "./support/plain.ts";
import { sseClient } from "./support/transports.ts";

describeClient("graphql-sse", (url) =>
  createPlainClient(url, ({ variables: { scopes }, lastEventId }) => {
    const client = sseClient(url, (): Record<string, string> => {
      const id = lastEventId();
      return id === null ? {} : { "last-event-id": id };
    });
    // It goes on by the header alone.
    const subscribe: Transport["subscribe"] = ({ query }, sink) =>
      client.subscribe({ query, variables: { scopes } }, sink);
    return { ...client, subscribe };
  }),
);
