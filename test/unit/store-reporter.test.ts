import { expect, test } from "vitest";
import { conflict, unavailable } from "../../src/fault.ts";
import { reportOn, type StoreEvent } from "../../src/store/reporter.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreFault } from "../../src/store/store-fault.ts";
import { entry } from "../contract/tier-contract.ts";
import { createHandClock } from "../support/clock.ts";

const COMMIT = { entry: entry(1, []), puts: [] };

/** A reported store that fails as it is told; `commits` of a change are what it makes. */
function start() {
  const clock = createHandClock();
  const events: StoreEvent[] = [];
  const failures: { [K in "versions" | "read" | "change"]?: unknown } = {};
  let trouble: StoreFault | null = null;
  const answer = async <T>(method: keyof typeof failures, value: T): Promise<T> => {
    if (failures[method]) throw failures[method];
    return value;
  };
  const inner: Partial<Store> = {
    versions: () => answer("versions", { epoch: "e", versions: new Map() }),
    read: () => answer("read", { values: [], versions: new Map() }),
    change: <T>() => answer("change", { value: undefined as T, versions: {}, epoch: "e", commits: [COMMIT] }),
    trouble: () => trouble,
  };
  const { store, health } = reportOn(inner as Store, { clock, onEvent: (event) => events.push(event) });
  return {
    clock,
    health,
    failures,
    lines: () => events.map(({ level, message }) => `${level}: ${message}`),
    astray: (fault: StoreFault | null) => {
      trouble = fault;
    },
    poll: () => store.versions([]).catch(() => {}),
    read: () => store.read([]).catch(() => {}),
    change: () => store.change({ scopes: [], work: async () => {} }).catch(() => {}),
  };
}

const GONE = "the store can't be reached";
const FULL = "the disk is full";

test("an outage is one line when it begins and one when it ends, whoever meets it", async () => {
  const at = start();
  await at.poll();
  at.failures.versions = at.failures.read = at.failures.change = unavailable(GONE);
  for (let n = 0; n < 10; n++) for (const ask of [at.change, at.read, at.poll]) await ask();
  expect(at.lines()).toEqual([`error: the store fails: ${GONE}`]);
  expect(at.health()).toEqual({ status: "down", reason: GONE });
  at.failures.versions = at.failures.read = at.failures.change = undefined;
  await at.poll();
  expect(at.health()).toEqual({ status: "up" });
  expect(at.lines()).toEqual([`error: the store fails: ${GONE}`, "info: the store is well again"]);
});

test("where reads work and changes don't it is degraded until a change is made", async () => {
  const at = start();
  at.failures.change = new StoreFault(FULL, { until: "change" });
  for (let n = 0; n < 10; n++) {
    for (const ask of [at.change, at.read, at.poll]) await ask();
    await at.clock.advance(61_000);
    expect(at.health()).toEqual({ status: "degraded", reason: FULL });
  }
  at.failures.change = undefined;
  await at.change();
  expect(at.health()).toEqual({ status: "up" });
  expect(at.lines()).toEqual([`error: the store fails: ${FULL}`, "info: the store is well again"]);
});

test("what comes and goes while it answers is one outage, over when it hasn't come for a minute", async () => {
  const at = start();
  const late = unavailable("the store didn't answer in time");
  for (let n = 0; n < 10; n++) {
    at.failures.read = n % 2 ? undefined : late;
    await at.read();
    await at.poll();
    await at.clock.advance(10_000);
  }
  expect(at.lines()).toHaveLength(1);
  expect(at.health().status).toBe("degraded");
  at.failures.read = undefined;
  await at.clock.advance(60_000);
  await at.poll();
  expect(at.lines()).toHaveLength(2);
  expect(at.health()).toEqual({ status: "up" });
});

test("what only a restart ends stays, though it answers and changes are made", async () => {
  const at = start();
  at.failures.read = new StoreFault("malformed", { until: "restart" });
  await at.read();
  at.failures.read = undefined;
  await at.clock.advance(600_000);
  for (const ask of [at.change, at.read, at.poll]) await ask();
  expect(at.health()).toEqual({ status: "degraded", reason: "malformed" });
});

test("what the store says of itself holds as long as it says so", async () => {
  const at = start();
  at.astray(new StoreFault("moved", { until: "change" }));
  for (let n = 0; n < 5; n++) await at.poll();
  expect(at.health()).toEqual({ status: "degraded", reason: "moved" });
  at.astray(null);
  await at.poll();
  expect(at.health()).toEqual({ status: "up" });
  expect(at.lines()).toHaveLength(2);
});

test("a refusal that is the caller's own doing is none", async () => {
  const at = start();
  at.failures.change = conflict("no");
  await at.change();
  expect([at.health(), at.lines()]).toEqual([{ status: "up" }, []]);
});
