import { expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import { createHandClock } from "../../support/clock.ts";
import { character, createOwnRegistry } from "../../support/own-types.ts";
import { actionsOn } from "../../support/store.ts";
import { createModelStore, type ModelStoreOptions } from "./model-store.ts";
import type { Step } from "./session.ts";

const WORLD = "world:odyssey";
const CIRCE = "character:odyssey:circe";

function open(options: Partial<ModelStoreOptions> = {}) {
  const store = createModelStore({
    registry: createOwnRegistry(),
    clock: createHandClock(),
    snapshot: true,
    ...options,
  });
  return { store, ...actionsOn(() => store) };
}

/** A turn in which the next one who comes to a step stays there. */
function createStop() {
  let stop: { at: Step; reached: () => void; over: Promise<void> } | undefined;
  return {
    turn: (step: Step) => {
      if (stop?.at !== step) return undefined;
      const { reached, over } = stop;
      stop = undefined;
      reached();
      return over;
    },
    /** Resolves once somebody is there, to what lets them go on. */
    at: (step: Step) =>
      new Promise<() => void>((resolve) => {
        const { promise: over, resolve: go } = Promise.withResolvers<void>();
        stop = { at: step, reached: () => resolve(go), over };
      }),
  };
}

test("answers without a turn of the event loop where no turn is given", async () => {
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  for (const snapshot of [true, false]) {
    const at = open({ snapshot });
    await at.createWorld("odyssey");
    await at.create(character, CIRCE);
    await at.update(character, CIRCE, { name: "Kirke" });
    expect(await at.ids("World.characters", WORLD)).toEqual([CIRCE]);
    expect(await at.log(WORLD)).toHaveLength(3);
    expect(await at.version(WORLDS)).toBe(1);
  }
  expect(turned).toBe(false);
});

test("says the same in every run whose ids are the same", async () => {
  const run = async () => {
    let count = 0;
    const at = open({ newId: () => `id-${++count}` });
    await at.createWorld("odyssey");
    await at.create(character, CIRCE);
    return { log: await at.log(WORLD), versions: await at.store.versions([WORLD]) };
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect(first.versions.epoch).toBe("id-1");
});

test("shows a version before the rows that it stands for, unless it is to be settled or rows are read", async () => {
  const { turn, at: stopped } = createStop();
  const at = open({ snapshot: false, turn });
  await at.createWorld("odyssey");
  await at.create(character, CIRCE);
  const applying = stopped("apply");
  const updating = at.update(character, CIRCE, { name: "Kirke" });
  const go = await applying;
  expect(await at.version(WORLD)).toBe(3);
  const order: string[] = [];
  const [settled, reading] = [
    at.store.versions([WORLD], { settled: true }),
    at.store.read([{ kind: "entity", id: CIRCE }]),
  ];
  for (const late of [settled, reading]) void late.then(() => order.push("read"));
  await new Promise((resolve) => setImmediate(resolve));
  order.push("applied");
  go();
  await updating;
  expect((await settled).versions.get(WORLD)).toBe(3);
  expect(((await reading).values[0] as Entity).name).toBe("Kirke");
  expect(order).toEqual(["applied", "read", "read"]);
});

test("has the epoch and the versions of then again when a backup is put back", async () => {
  const at = open();
  await at.createWorld("odyssey");
  const { epoch } = await at.store.versions([]);
  const backup = at.store.backup();
  await at.create(character, CIRCE);
  await at.store.renewEpoch();
  at.store.restore(backup);
  expect(await at.store.versions([WORLD])).toEqual({ epoch, versions: new Map([[WORLD, 1]]) });
  expect(await at.get(CIRCE)).toBeNull();
  expect((await at.create(character, CIRCE, { name: "Another" })).versions).toEqual({ [WORLD]: 2 });
});

test("fails what is under way when a backup is put back", async () => {
  const { turn, at: stopped } = createStop();
  const at = open({ turn });
  await at.createWorld("odyssey");
  const committing = stopped("commit");
  const creating = at.create(character, CIRCE);
  const go = await committing;
  at.store.restore(at.store.backup());
  go();
  await expect(creating).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(await at.version(WORLD)).toBe(1);
});

test("backs up all of a change of which only some can be read", async () => {
  const { turn, at: stopped } = createStop();
  const at = open({ snapshot: false, turn });
  await at.createWorld("odyssey");
  const applying = stopped("apply");
  const creating = at.create(character, CIRCE);
  const go = await applying;
  const backup = at.store.backup();
  go();
  await creating;
  at.store.restore(backup);
  expect(await at.get(CIRCE)).toMatchObject({ version: 2 });
  expect(await at.ids("World.characters", WORLD)).toEqual([CIRCE]);
});

test("says that its log isn't complete where it was trimmed", async () => {
  const at = open();
  await at.createWorld("odyssey");
  for (const name of ["a", "b", "c"]) await at.create(character, `character:odyssey:${name}`);
  at.store.trimLog(WORLD, 2);
  expect(await at.store.log(WORLD, 1, 10)).toMatchObject({ complete: false });
  const page = await at.store.log(WORLD, 2, 10);
  expect(page).toMatchObject({ complete: true, version: 4 });
  expect(page.entries.map(({ version }) => version)).toEqual([3, 4]);
});
