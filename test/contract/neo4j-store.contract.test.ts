import { createRegistry } from "../../src/entities/registry.ts";
import { openNeo4jStore } from "../../src/store/neo4j/store.ts";
import { createHandClock } from "../support/clock.ts";
import { damageNeo4j } from "../support/damage.ts";
import { emptyNeo4j } from "../support/empty-neo4j.ts";
import { LONG } from "../support/made-up.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";
import type { OpenStore } from "../support/store.ts";
import { describeStore } from "./store-contract.ts";

describeWith(ownNeo4j, "on a Neo4j", () => {
  const shared = useSharedNeo4j();

  const open: OpenStore = async ({ extra, retention } = {}) => {
    await emptyNeo4j(shared.server);
    const registry = createOwnRegistry(extra);
    const clock = createHandClock();
    const { uri, user, password } = shared.server;
    const connection = { uri, user, password, database: "", maxConnections: 20 };
    // A machine that runs all suites at once isn't the server's alone.
    const timeoutMs = 20_000;
    const more = { ...connection, clock, timeoutMs, ...(retention && { retention }) };
    const stores = [await openNeo4jStore({ ...more, registry })];
    return {
      store: stores[0]!,
      registry,
      clock,
      damage: damageNeo4j(shared.server, registry),
      beside: async (definitions) => {
        const store = await openNeo4jStore({ ...more, registry: createRegistry(definitions) });
        stores.push(store);
        return store;
      },
      close: async () => {
        for (const store of stores) await store.close();
      },
    };
  };
  // Each series reads all there is after every change, over the wire: seconds each, and SQLite has forty of them.
  describeStore("Neo4j", open, { randomRuns: LONG ? 10 : 2 });
});
