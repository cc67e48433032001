import { describeClient } from "./support/client-contract.ts";
import { createUrqlClient } from "./support/urql.ts";

describeClient("urql with Graphcache", createUrqlClient);
