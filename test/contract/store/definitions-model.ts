import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity, EntityDefinition } from "../../../src/entities/define.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import { filterSuffix, type ListDefinition, ownerName, pinnedShelf } from "../../../src/entities/lists.ts";
import { laterPosition, placesOf, shelfOf } from "../../../src/entities/places.ts";
import { createRegistry, type Registry } from "../../../src/entities/registry.ts";
import type { Position } from "../../../src/store/query.ts";
import type { Store } from "../../../src/store/store.ts";
import { ROUNDS } from "../../support/made-up.ts";
import { definitionsWith } from "../../support/other-definitions.ts";
import { character, location, timelineEvent, world, worldObject } from "../../support/own-types.ts";
import { actionsOn, imported, type OpenStore, sampleOf } from "../../support/store.ts";

/** Three releases of a program, each of which declares some lists as no other does. */
const RELEASES = [
  definitionsWith({}),
  definitionsWith({
    "World.objects": { filters: ["holder"] },
    "Location.entrances": { order: ["kind"] },
    "World.timeline": { order: ["born", "seq"] },
    "Query.worlds": { filters: ["description", "status"] },
  }),
  definitionsWith({
    "World.objects": { order: ["description"] },
    "World.characters": { order: ["status", "name"], filters: ["language"] },
    "Entity.timeline": { order: ["kind"] },
    "Query.worlds": { order: ["updatedAt"] },
  }),
];

const NAMES = ["w", "v"];
const LOCALS = ["a", "b", "c"];
const MEMBERS: readonly EntityDefinition[] = [location, character, worldObject, timelineEvent];

const act = fc.record({
  by: fc.nat(RELEASES.length - 1),
  on: fc.constantFrom(...NAMES),
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant("put" as const) },
    { weight: 4, arbitrary: fc.constant("remove" as const) },
    { weight: 2, arbitrary: fc.constant("describe" as const) },
    { weight: 1, arbitrary: fc.constantFrom("toggle" as const, "import" as const, "index" as const) },
  ),
  type: fc.constantFrom(...MEMBERS.map(({ name }) => name)),
  local: fc.constantFrom(...LOCALS),
  word: fc.constantFrom("p", "q", "r"),
  pick: fc.nat(5),
  check: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** `runs`: how many series are tried. */
export function definitionModelClaims(open: OpenStore, runs: number): void {
  describe("programs of three releases on one store", () => {
    test("each read from every list what the rows say, whoever wrote them", {
      timeout: 240_000 * ROUNDS,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
          const opened = await open();
          try {
            const programs = [];
            for (const definitions of RELEASES)
              programs.push(createProgram(await opened.beside!(definitions), createRegistry(definitions)));
            for (const one of acts) {
              await programs[one.by]!.perform(one);
              await opened.clock.advance(1_000);
              if (one.check) await programs[(one.by + one.pick) % RELEASES.length]!.check();
            }
            for (const program of programs) await program.check();
          } finally {
            await opened.close();
          }
        }),
        { numRuns: runs * ROUNDS },
      );
    });
  });
}

function createProgram(store: Store, registry: Registry) {
  const at = actionsOn(() => store);
  const idsOf = (name: string) => MEMBERS.flatMap((type) => LOCALS.map((local) => type.id(name, local)));

  async function entitiesOf(name: string): Promise<Entity[]> {
    const all = await Promise.all([`world:${name}`, ...idsOf(name)].map(at.get));
    return all.filter((one) => one !== null);
  }

  async function perform({ on, what, type: name, local, word, pick }: Act): Promise<void> {
    const type = registry.byName(name);
    const root = await at.get(`world:${on}`);
    const id = type.id(on, local);
    if (what === "index") return void (await store.index());
    if (what === "import") return importWorld(on, word);
    if (what === "toggle" || !root)
      return void (await (root ? at.deleteWorld(on) : at.createWorld(on, { description: word })));
    if (what === "describe")
      return void (await at.update(world, root.id, pick % 2 ? { description: word } : { name: word }));
    const there = await at.get(id);
    if (what === "remove")
      return there && name !== timelineEvent.name ? void (await at.remove(type, id)) : undefined;
    const fields = fieldsFor(await entitiesOf(on), type, word, pick);
    if (!there) await at.create(type, id, fields);
    else if (name !== timelineEvent.name) await at.update(type, id, fields);
  }

  async function importWorld(name: string, word: string): Promise<void> {
    const importer = await store.beginImport(name);
    const place = location.id(name, "a");
    await importer.write([
      imported(world, `world:${name}`, { description: word }),
      imported(location, place, { name: word, exits: [{ label: "round", to: place }] }),
      imported(worldObject, worldObject.id(name, "b"), { holder: place, description: word }),
      imported(timelineEvent, timelineEvent.id(name, "a"), { involves: [place], kind: word }),
    ]);
    await importer.finish();
  }

  async function check(): Promise<void> {
    const worlds = await Promise.all(NAMES.map(entitiesOf));
    for (const [index, name] of NAMES.entries()) {
      const entities = worlds[index]!;
      const owners = entities.map(({ id }) => id);
      for (const list of registry.listsIn(`world:${name}`))
        for (const owner of list.parent ? owners : [`world:${name}`]) await checkList(list, owner, entities);
      await checkLatest(name, entities);
    }
    for (const list of registry.listsIn(WORLDS)) await checkList(list, WORLDS, worlds.flat());
  }

  async function checkList(list: ListDefinition, owner: string, entities: readonly Entity[]): Promise<void> {
    const entries = entities.filter(({ __typename }) => __typename === list.entity);
    const filters = list.filters.flatMap((field) =>
      entries.flatMap((entry) => (entry[field] ? [{ [field]: entry[field] as string }] : [])),
    );
    for (const filter of [{}, ...filters]) {
      const base = list.base(list.parent ? ownerName(owner) : "") + filterSuffix(filter);
      const { born } = entities.find(({ id }) => id === owner) ?? { born: 0 };
      const loose = list.parent && registry.byName(list.entity).fields[list.parent]!.reference!.loose;
      for (const { name: order } of list.orders) {
        const { index, descending } = registry.scanOf(list, order);
        const named = shelfOf(index, base);
        const places = entries.flatMap((entity) =>
          placesOf(registry, entity)
            .filter(({ shelf }) => shelf === (loose ? pinnedShelf(named, born) : named))
            .map(({ sort }) => ({ id: entity.id, sort })),
        );
        const wanted = descending ? inOrder(places).toReversed() : inOrder(places);
        const what = `${list.coordinate} of ${owner} ${order}`;
        expect(await at.list(list.coordinate, owner, { filter, order }), what).toEqual(wanted);
        expect(await at.total(list.coordinate, owner, { filter, order }), what).toBe(wanted.length);
      }
    }
  }

  async function checkLatest(name: string, entities: readonly Entity[]): Promise<void> {
    const state = await at.state(name);
    const [latest] = await at.list("World.timeline", `world:${name}`, { limit: 1 });
    if (state?.latest.TimelineEvent) expect(state.latest.TimelineEvent).toEqual(latest);
    else if (state) expect(!latest || state.counts.TimelineEvent! > 0).toBe(true);
    expect(state === null).toBe(entities.length === 0);
  }

  return { perform, check };
}

function fieldsFor(entities: readonly Entity[], type: EntityDefinition, word: string, pick: number) {
  const named = (typename: string) => {
    const found = entities.filter(({ __typename }) => __typename === typename);
    return found[pick % Math.max(found.length, 1)]?.id ?? null;
  };
  const place = named("Location");
  const given: Record<string, unknown> = {
    name: `${word}${pick}`,
    kind: word,
    description: word,
    language: pick % 2 ? "el" : "en",
    status: pick % 3 ? "ACTIVE" : "DORMANT",
    holder: pick % 2 ? place : named("Character"),
    location: place,
    exits: place ? [{ label: "out", to: place }] : [],
    involves: [place, named("Character")].filter((id) => id !== null),
    occurredAt: `000${1 + pick}-01-01T00:00:00Z`,
  };
  const used = Object.entries(given).filter(([name]) => type.fields[name]);
  return sampleOf(type, type.id("w", "a"), Object.fromEntries(used));
}

function inOrder(positions: readonly Position[]): Position[] {
  return positions.toSorted((a, b) => (laterPosition(a, b) === b ? -1 : 1));
}
