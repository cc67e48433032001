import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take longest, so that no worker is left alone with one of them at the end. The store's contract has the
 * Neo4j that is lent for longest; who else borrows it comes when that is about over, one after another, for whoever waits
 * for it keeps a worker from all else.
 */
const LONGEST = [
  "contract/neo4j-store.contract.test.ts",
  "simulation/simulation.test.ts",
  "integration/services.test.ts",
  "simulation/store/model-store.contract.test.ts",
  "contract/sqlite-store.contract.test.ts",
  "e2e/draining.test.ts",
  "e2e/writes-retries.test.ts",
  "e2e/graphiql.test.ts",
  "coherence/guards.test.ts",
  "e2e/failed-start-redis.test.ts",
  "e2e/subscriptions-slow.test.ts",
  "e2e/overload.test.ts",
  "integration/world-command.test.ts",
  "e2e/redis-cluster.test.ts",
  "clients/apollo.test.ts",
  "e2e/lifecycle.test.ts",
  "integration/redis-cluster.test.ts",
  "e2e/failed-start.test.ts",
  "e2e/two-gateways.test.ts",
  "e2e/no-stalls.test.ts",
  "e2e/writes-seen-at-once.test.ts",
  "clients/urql.test.ts",
  "clients/relay.test.ts",
  "integration/deployment.test.ts",
  "e2e/subscriptions-cuts.test.ts",
  "e2e/subscriptions-changes.test.ts",
  "integration/coherence.property.test.ts",
  "coherence/coherence.test.ts",
  "clients/nginx.test.ts",
  "e2e/log-output.test.ts",
  "e2e/reads-paging.test.ts",
  "integration/redis-scopes.test.ts",
  "e2e/combinations.test.ts",
  "clients/graphql-ws.test.ts",
  "clients/graphql-sse.test.ts",
  "e2e/websocket.test.ts",
  "e2e/failed-start-neo4j.test.ts",
  "integration/neo4j-faults.test.ts",
  "integration/page-commands.test.ts",
  "integration/canaries.test.ts",
  "integration/neo4j-graph.test.ts",
  "integration/rolling-deploy-lists.test.ts",
  "integration/neo4j-indexing.test.ts",
];

/** These first, and all others in vitest's order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(`${import.meta.dirname}/..`, moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
