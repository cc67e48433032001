import { describeClient } from "./support/client-contract.ts";
import { createRelayClient } from "./support/relay.ts";
import { type Artifacts, compileForRelay } from "./support/relay-compile.ts";

let artifacts: Promise<Artifacts> | undefined;

describeClient("Relay", async (url) => {
  artifacts ??= fetch(`${url}/schema.graphql`)
    .then((response) => response.text())
    .then(compileForRelay);
  return createRelayClient(url, await artifacts);
});
