// A process of its own that indexes a store anew: node store-indexer.ts FILE
// It knows a filter of objects by their holder; each line on stdout says how far it has come.
import { systemClock } from "../../src/clock.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { definitionsWith } from "./other-definitions.ts";

const [file] = process.argv.slice(2) as [string];
const registry = createRegistry(definitionsWith({ "World.objects": { filters: ["holder"] } }));
const store = await openSqliteStore({
  file,
  registry,
  clock: systemClock,
  timeoutMs: 30_000,
  onIndexing: (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`),
});
await store.index();
await store.close();
