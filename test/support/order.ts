import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take longest, longest first, so that no worker is left alone with one of them at the end. Those that
 * share Neo4j wait for each other: as few as may be are beside another one.
 */
const LONGEST = [
  "contract/neo4j-store.contract.test.ts",
  "e2e/draining.test.ts",
  "e2e/failed-start-neo4j.test.ts",
  "coherence/guards.test.ts",
  "coherence/coherence.test.ts",
  "integration/services.test.ts",
  "e2e/graphiql.test.ts",
  "e2e/combinations.test.ts",
  "clients/apollo.test.ts",
  "clients/relay.test.ts",
  "integration/neo4j-faults.test.ts",
  "contract/sqlite-store.contract.test.ts",
  "e2e/lifecycle.test.ts",
  "integration/page-commands.test.ts",
  "clients/urql.test.ts",
  "clients/graphql-ws.test.ts",
  "clients/graphql-sse.test.ts",
  "e2e/overload.test.ts",
  "integration/rolling-deploy-lists.test.ts",
  "integration/world-command.test.ts",
  "simulation/simulation.test.ts",
  "integration/neo4j-graph.test.ts",
  "integration/coherence.property.test.ts",
  "e2e/two-gateways.test.ts",
  "integration/neo4j-indexing.test.ts",
  "e2e/writes-retries.test.ts",
  "e2e/subscriptions-slow.test.ts",
  "e2e/subscriptions-cuts.test.ts",
  "e2e/writes-seen-at-once.test.ts",
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
