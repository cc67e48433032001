import { describeClient } from "./support/client-contract.ts";
import { createPlainClient } from "./support/plain.ts";
import { sseClient } from "./support/transports.ts";

describeClient("graphql-sse", (url) => createPlainClient(url, sseClient(url)));
