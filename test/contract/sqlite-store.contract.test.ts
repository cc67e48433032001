import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRegistry } from "../../src/entities/registry.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { createHandClock } from "../support/clock.ts";
import { damageFile } from "../support/damage.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import type { OpenedStore, OpenOptions } from "../support/store.ts";
import { describeStore } from "./store-contract.ts";

async function open(file: string, options: OpenOptions = {}): Promise<OpenedStore> {
  const registry = createOwnRegistry(options.extra);
  const clock = createHandClock();
  const { retention } = options;
  const more = { file, clock, ...(retention && { retention }) };
  const stores = [await openSqliteStore({ ...more, registry })];
  return {
    store: stores[0]!,
    registry,
    clock,
    beside: async (definitions) => {
      const store = await openSqliteStore({ ...more, registry: createRegistry(definitions) });
      stores.push(store);
      return store;
    },
    close: async () => {
      for (const store of stores) await store.close();
    },
  };
}

describeStore("SQLite (in memory)", (options) => open(":memory:", options), { shared: false });

describeStore("SQLite (in a file)", async (options) => {
  const directory = await mkdtemp(join(tmpdir(), "living-worlds-"));
  const path = join(directory, "data", "store.sqlite");
  const opened = await open(path, options);
  return {
    ...opened,
    damage: damageFile(path, opened.registry),
    close: async () => {
      await opened.close();
      await rm(directory, { recursive: true });
    },
  };
});
