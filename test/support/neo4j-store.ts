import neo4j, { type Driver } from "neo4j-driver";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Registry } from "../../src/entities/registry.ts";
import { type Neo4jOptions, openNeo4jStore } from "../../src/store/neo4j/store.ts";
import type { Store } from "../../src/store/store.ts";
import { emptyNeo4j } from "./empty-neo4j.ts";
import { createOwnRegistry } from "./own-types.ts";
import { type Neo4jAccess, useSharedNeo4j } from "./shared-neo4j.ts";
import { actionsOn, type OpenedStore, type StoreInUse } from "./store.ts";

/** A Neo4j that is empty before each test, and stores on it. */
export interface Neo4jInUse extends Omit<StoreInUse, keyof OpenedStore> {
  readonly server: Neo4jAccess;
  readonly registry: Registry;
  /** The store that is opened first and closed last. */
  readonly store: Store;
  /** What opens a store there. */
  readonly options: Neo4jOptions;
  /** Another store on the same database; it is closed after the test. */
  open(options?: Partial<Neo4jOptions>): Promise<Store>;
  /** What a user would see who asks by hand: the rows of a query. */
  ask<R = Record<string, unknown>>(query: string, parameters?: Record<string, unknown>): Promise<R[]>;
  readonly driver: Driver;
}

/** The Neo4j that suites share, for the describe block that calls this. */
export function useNeo4j(): Neo4jInUse {
  const on = useSharedNeo4j();
  const registry = createOwnRegistry();
  let driver: Driver;
  let store: Store;
  let stores: Store[] = [];
  beforeAll(() => {
    const { uri, user, password } = on.server;
    driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
  });
  afterAll(() => driver?.close());
  const options = (): Neo4jOptions => ({
    uri: on.server.uri,
    user: on.server.user,
    password: on.server.password,
    database: "",
    maxConnections: 20,
    registry,
    clock: systemClock,
    timeoutMs: 20_000,
  });
  const open = async (more: Partial<Neo4jOptions> = {}) => {
    const opened = await openNeo4jStore({ ...options(), ...more });
    stores.push(opened);
    return opened;
  };
  beforeEach(async () => {
    await emptyNeo4j(on.server);
    store = await open();
    return async () => {
      for (const one of stores.reverse()) await one.close();
      stores = [];
    };
  });
  return {
    ...actionsOn(() => store),
    registry,
    open,
    get server() {
      return on.server;
    },
    get driver() {
      return driver;
    },
    get store() {
      return store;
    },
    get options() {
      return options();
    },
    ask: async <R>(query: string, parameters: Record<string, unknown> = {}) => {
      const { records } = await driver.executeQuery(query, parameters);
      return records.map((record) => record.toObject() as R);
    },
  };
}
