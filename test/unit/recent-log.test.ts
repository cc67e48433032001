import { expect, test } from "vitest";
import type { LogEntry, LoggedEntity } from "../../src/store/log.ts";
import type { Store } from "../../src/store/store.ts";
import { createRecentLog } from "../../src/worlds/recent-log.ts";

const plain: LoggedEntity = {
  id: "character:w:a",
  type: "Character",
  kind: "UPDATED",
  tags: ["world:w.characters"],
};
const values = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`filter${n}`, "value"]));

test.each<[string, Partial<LoggedEntity>, Partial<LogEntry>]>([
  ["tags", { tags: Array.from({ length: 60 }, (_, n) => `location:w:${n}.characters`) }, {}],
  ["names of fields", { fields: Array.from({ length: 60 }, (_, n) => `field${n}`) }, {}],
  ["values of filters", { moves: [{ from: values, to: values }] }, {}],
  ["names of counters", {}, { state: Array.from({ length: 60 }, (_, n) => `shipCount${n}`) }],
])("the bound of the recent log counts an entry's %s", async (_, heavy, more) => {
  const usual = {
    scope: "world:w",
    changeId: "c",
    idempotencyKey: null,
    at: "now",
    writer: "this release",
    flush: false,
    purged: null,
    keys: [],
  };
  const light: LogEntry = { ...usual, version: 1, entities: [plain] };
  const entries = [light, { ...light, version: 2, entities: [{ ...plain, ...heavy }], ...more }];
  let reads = 0;
  const store = {
    log: async (_scope: string, after: number, limit: number) => {
      reads++;
      return { version: 2, entries: entries.slice(after, after + limit), complete: true };
    },
  } as unknown as Store;
  const log = createRecentLog(store, { era: () => 0, maxStrings: 40 });
  for (let n = 0; n < 3; n++) await log.after("world:w", 0);
  expect(reads).toBe(1);
  for (let n = 0; n < 3; n++) await log.after("world:w", 1);
  // What is too big to be kept is read each time.
  expect(reads).toBe(4);
});
