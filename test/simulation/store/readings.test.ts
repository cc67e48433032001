import { expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { createRegistry } from "../../../src/entities/registry.ts";
import type { ListReading, ScopeState, StoreQuery } from "../../../src/store/query.ts";
import { createHandClock, turnOfTheLoop } from "../../support/clock.ts";
import { createMarketRegistry, trader, ware } from "../../support/market-types.ts";
import { definitionsWith } from "../../support/other-definitions.ts";
import { character, createOwnRegistry } from "../../support/own-types.ts";
import { actionsOn } from "../../support/store.ts";
import { createModelStore } from "./model-store.ts";
import type { Step } from "./session.ts";

const WORLD = "world:odyssey";
const CIRCE = "character:odyssey:circe";
const SCYLLA = "character:odyssey:scylla";
const STATE: StoreQuery = { kind: "state", scope: WORLD };
const CHARACTERS: StoreQuery = {
  kind: "list",
  coordinate: "World.characters",
  owner: WORLD,
  filter: {},
  after: null,
  limit: 100,
};

/** A store without moments. `meanwhile`: what others do when a reading has read its heads, and so many rows. */
function open(registry = createOwnRegistry()) {
  let meanwhile: (() => Promise<unknown>) | undefined;
  let rows = 0;
  const turn = async (step: Step) => {
    if (step !== "rows" || rows-- > 0) return;
    const work = meanwhile;
    meanwhile = undefined;
    await work?.();
  };
  const store = createModelStore({
    registry,
    clock: createHandClock(),
    snapshot: false,
    turn,
  });
  return {
    store,
    ...actionsOn(() => store),
    meanwhile: (work: () => Promise<unknown>, after = 0) => {
      meanwhile = work;
      rows = after;
    },
  };
}

test("a reading shows rows that are later than its version where it says so", async () => {
  const at = open();
  await at.createWorld("odyssey");
  await at.create(character, CIRCE);
  at.meanwhile(() => at.update(character, CIRCE, { name: "Kirke" }));
  const { values, versions } = await at.store.read([{ kind: "entity", id: CIRCE }]);
  expect((values[0] as Entity).name).toBe("Kirke");
  expect(versions.get(WORLD)).toEqual({ before: 2, after: 3 });
});

test("a reading says so too where what is later is a copy, which is read in a turn of its own", async () => {
  const at = open(createMarketRegistry());
  const [anna, pot] = ["trader:odyssey:anna", "ware:odyssey:pot"];
  await at.createWorld("odyssey");
  await at.create(trader, anna, { name: "Anna" });
  await at.create(ware, pot, { maker: anna });
  at.meanwhile(() => at.update(trader, anna, { name: "Anne" }), 1);
  const { values, versions } = await at.store.read([{ kind: "entity", id: pot }]);
  expect((values[0] as Entity).makerName).toBe("Anne");
  expect(versions.get(WORLD)).toEqual({ before: 3, after: 4 });
});

test("a reading of a state and rows begins anew when a change came in between", async () => {
  const at = open();
  await at.createWorld("odyssey");
  at.meanwhile(() => at.create(character, CIRCE));
  const { values, versions } = await at.store.read([STATE, CHARACTERS]);
  expect((values[0] as ScopeState).counts.Character).toBe((values[1] as ListReading).entries.length);
  expect(versions.get(WORLD)).toEqual({ before: 2, after: 2 });
});

test("a reading begins anew when its world was made anew in between", async () => {
  const at = open();
  await at.createWorld("odyssey");
  await at.create(character, CIRCE);
  at.meanwhile(async () => {
    await at.deleteWorld("odyssey");
    await at.createWorld("odyssey");
    await at.create(character, SCYLLA);
  });
  const { values, versions } = await at.store.read([{ kind: "entity", id: CIRCE }, CHARACTERS]);
  expect(values).toMatchObject([null, { entries: [{ id: SCYLLA }] }]);
  expect(versions.get(WORLD)).toEqual({ before: 5, after: 5 });
});

test("a reading of a list begins anew when that was indexed in between", async () => {
  const at = open();
  await at.createWorld("odyssey");
  await at.create(character, CIRCE);
  // Another program, which doesn't know the list, has the entity filed anew.
  const definitions = definitionsWith({ "World.characters": { order: ["language"] } });
  const other = actionsOn(() => beside);
  const beside = at.store.beside({ registry: createRegistry(definitions) });
  at.meanwhile(async () => {
    await other.update(character, CIRCE, { language: "el" });
    await at.store.index();
    await at.update(character, CIRCE, { language: "fr" });
  });
  const { versions } = await at.store.read([CHARACTERS]);
  expect(versions.get(WORLD)).toEqual({ before: 4, after: 4 });
});

test("a reading that others come between again and again holds them off in the end", async () => {
  const at = open();
  await at.createWorld("odyssey");
  const changes: Promise<unknown>[] = [];
  const change = async () => {
    changes.push(at.create(character, `character:odyssey:suitor-${changes.length}`));
    at.meanwhile(change);
    // As much as it can do unless it is held off.
    await turnOfTheLoop();
  };
  at.meanwhile(change);
  const { values, versions } = await at.store.read([STATE, CHARACTERS]);
  at.meanwhile(async () => {});
  const { length } = (values[1] as ListReading).entries;
  expect((values[0] as ScopeState).counts.Character).toBe(length);
  expect(versions.get(WORLD)).toEqual({ before: length + 1, after: length + 1 });
  expect(changes.length).toBeGreaterThan(length);
  await Promise.all(changes);
});
