import { describeClient } from "./support/client-contract.ts";
import { createPlainClient } from "./support/plain.ts";
import { wsClient } from "./support/transports.ts";

describeClient("graphql-ws", (url) => createPlainClient(url, () => wsClient(url)));
