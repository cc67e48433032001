import { createApolloClient } from "./support/apollo.ts";
import { describeClient } from "./support/client-contract.ts";

describeClient("Apollo Client", createApolloClient);
