import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { unavailable } from "../../src/fault.ts";
import { startTrouble } from "../../src/store/open.ts";

const late = unavailable("the store didn't answer in time");

test("a store that fails while the gateway starts is named, with the settings to change", () => {
  const neo4j = readConfig({
    STORE_PROVIDER: "neo4j",
    NEO4J_URI: "bolt://graph.example:7687",
    NEO4J_PASSWORD: "a-secret",
    DEMO_WORLD: "true",
  }).store;
  expect((startTrouble(neo4j, late) as Error).message).toBe(
    "can't use Neo4j at graph.example:7687: the store didn't answer in time: set STORE_TIMEOUT_MS to more than 5000 " +
      "if it is only slow, NEO4J_URI to another server, or DEMO_WORLD=false to start without loading a world",
  );
  const sqlite = readConfig({ SQLITE_FILE: "data/w.sqlite", DEMO_WORLD: "false" }).store;
  expect((startTrouble(sqlite, late) as Error).message).toBe(
    "can't use data/w.sqlite: the store didn't answer in time: set STORE_TIMEOUT_MS to more than 5000 if it is only slow, SQLITE_FILE to another file",
  );
});

test("what isn't the store's failure is passed on as it is", () => {
  const error = new Error("EADDRINUSE");
  expect(startTrouble(readConfig({}).store, error)).toBe(error);
});
