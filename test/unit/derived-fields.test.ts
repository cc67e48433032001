import { describe, expect, test } from "vitest";
import {
  defineEntity,
  type Entity,
  type EntityDefinition,
  type EntitySpec,
  type FieldMap,
} from "../../src/entities/define.ts";
import { computed, copyOf, withComputed, withoutDerived } from "../../src/entities/derived-fields.ts";
import { looseReferences, oneOf, reference, text } from "../../src/entities/fields.ts";
import { integer } from "../../src/entities/integer-field.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { entitySlot } from "../../src/entities/slots.ts";
import { noticeOf } from "../../src/graphql/invalidation-notice.ts";
import type { LogEntry } from "../../src/store/log.ts";
import { fieldsForCreate, fieldsForUpdate } from "../../src/worlds/input.ts";
import { createMarketRegistry, trader, ware, wareWith } from "../support/market-types.ts";
import { useWorldFiles, worldFile } from "../support/world-files.ts";

const registry = createMarketRegistry();
const pot = {
  ...{ __typename: "Ware", id: "ware:troy:pot", version: 1, born: 1, seq: 0, createdAt: "", updatedAt: "" },
  ...{ name: "Pot", x: -3, maker: null },
};

describe("what follows from other fields", () => {
  const files = useWorldFiles(registry);

  test("is computed anew whatever stands there, and left out of what is stored", () => {
    const whole = withComputed(ware, { ...pot, side: "EAST", makerName: "Nobody" });
    expect(whole).toMatchObject({ side: "WEST", stall: "stall:troy:s-1" });
    expect(withoutDerived(ware, whole)).toEqual(pot);
    expect(withComputed(trader, pot)).toBe(pot);
  });

  test("isn't taken from an input", () => {
    const given = { name: "Pot", x: 1, side: "WEST", stallId: "stall:troy:s9", makerName: "Nobody" };
    expect(fieldsForCreate(registry, ware, "troy", given)).toEqual({ name: "Pot", x: 1, maker: null });
    expect(fieldsForUpdate(registry, ware, "troy", { side: "WEST", makerName: null })).toEqual({});
  });

  test("stands in no world file, and is refused there as any unknown field", async () => {
    const traders = [{ id: "anna", name: "Anna" }];
    const wares = [{ id: "pot", name: "Pot", x: -3, maker: "trader:anna" }];
    await files.import(worldFile({ traders, wares }));
    const { values } = await files.store.read([{ kind: "entity", id: "ware:troy:pot" }]);
    expect(values[0]).toMatchObject({ side: "WEST", stall: "stall:troy:s-1", makerName: "Anna" });
    const exported = JSON.parse(await files.export("world:troy"));
    expect(Object.keys(exported.wares[0])).toEqual(["id", "name", "x", "maker", "createdAt", "updatedAt"]);
    const said = { ...wares[0], side: "WEST", makerName: "Anna" };
    expect(await files.errorsOf(worldFile({ traders, wares: [said] }))).toEqual([
      "wares[0].side: unknown field; expected only id, name, x, maker, createdAt, updatedAt",
      "wares[0].makerName: unknown field; expected only id, name, x, maker, createdAt, updatedAt",
    ]);
  });

  test("names its lists anew when it is computed otherwise", () => {
    const hashes = (definition: typeof ware) =>
      Object.fromEntries(
        createRegistry([trader, definition, ...STALLS]).indexes.map(({ list, hash }) => [
          list.coordinate,
          hash,
        ]),
      );
    const [one, other] = [hashes(ware), hashes(wareWith({ size: 10, number: 2 }))];
    expect(other["Stall.wares"]).not.toBe(one["Stall.wares"]);
    expect(other["Trader.wares"]).toBe(one["Trader.wares"]);
  });

  test("of which too much changed at once has clients fetch everything anew", () => {
    const entry: LogEntry = {
      ...{
        scope: "world:troy",
        version: 2,
        changeId: "c",
        idempotencyKey: null,
        at: "",
        writer: "w",
        keys: [],
      },
      ...{ flush: true, purged: "Ware" },
      entities: [{ id: "trader:troy:anna", type: "Trader", kind: "UPDATED", fields: ["name"], tags: [] }],
    };
    expect(noticeOf(registry, entry, null).notice.resync).toBe(true);
    expect(noticeOf(registry, { ...entry, entities: [] }, null).notice.resync).toBe(false);
  });
});

const STALLS = [
  defineEntity("Stall", { prefix: "stall", plural: "stalls", fields: { name: text({ max: 9 }) } }),
];
const name = text({ max: 9 });
const port = reference("Port", { edge: "AT", optional: true });
const lists = { "Port.ships": { parent: "port", order: ["createdAt"], hidden: true } };
const ship = (spec: Partial<EntitySpec<FieldMap>>) =>
  defineEntity("Ship", { prefix: "ship", plural: "ships", lists, ...spec, fields: { port, ...spec.fields } });

describe("what is cached of a type with derived fields", () => {
  const adopted = (definition: EntityDefinition, value: Entity) =>
    entitySlot(definition, value.id).adopt(value, definition.shape);

  test("is another part with other copies, since only who knows them tells of changes of the originals", () => {
    const copies: FieldMap[] = [{}, { copy: copyOf("port", "name") }, { copy: copyOf("port", "title") }];
    const parts = copies.map((more) => entitySlot(ship({ fields: { name, ...more } }), "ship:troy:a").part);
    expect(new Set(parts).size).toBe(3);
  });

  test("is of another form where it is computed otherwise", () => {
    const form = (number: number) => entitySlot(wareWith({ size: 10, number }), pot.id).form;
    expect(form(2)).not.toBe(form(1));
  });

  test("is taken over from other releases with what is computed anew, and not at all with copies", () => {
    const sized = ship({ fields: { name, size: computed(integer(), (one) => String(one.name).length) } });
    const argo = { ...pot, __typename: "Ship", id: "ship:troy:argo", name: "Argo", port: null, size: 99 };
    expect(adopted(sized, argo)).toMatchObject({ name: "Argo", size: 4 });
    expect(adopted(ware, { ...pot, makerName: "Anna" })).toBeUndefined();
  });
});

describe("a derived field is refused", () => {
  test.each<[string, () => unknown, string]>([
    [
      "that is a copy by no reference",
      () => ship({ fields: { copy: copyOf("name", "name"), name } }),
      "Ship.name names",
    ],
    [
      "that is a copy by references",
      () =>
        ship({
          fields: { copy: copyOf("ports", "name"), ports: looseReferences(["Port"], { edge: "AT", max: 2 }) },
        }),
      "that has to be a field that is a reference",
    ],
    [
      "that is a copy by a reference that is computed",
      () => ship({ fields: { copy: copyOf("home", "name"), home: computed(port, () => null) } }),
      "that has to be a field that is a reference",
    ],
    [
      "that is a copy and orders a list",
      () =>
        ship({
          fields: { copy: copyOf("port", "name") },
          lists: { ...lists, "World.ships": { orders: { A: ["createdAt"], B: ["-copy"] } } },
        }),
      "World.ships",
    ],
    [
      "that is a copy and filters a list",
      () =>
        ship({
          fields: { copy: copyOf("port", "name") },
          lists: { ...lists, "World.ships": { filters: ["copy"], order: ["createdAt"] } },
        }),
      "World.ships speaks of Ship.copy, a copy: no place may depend on what another entity is",
    ],
    [
      "that is computed and the local id",
      () => ship({ fields: { key: computed(text({ max: 9 }), () => "a") }, localField: "key" }),
      "Ship.key is the local id",
    ],
    [
      "that is computed and pinned",
      () => computed(looseReferences(["Port"], { edge: "AT", max: 2 }), () => []),
      "a loose reference is pinned when it is stored",
    ],
  ])("%s", (_, declare, message) => {
    expect(declare).toThrow(message);
  });

  test.each<[string, FieldMap, string]>([
    ["isn't there", {}, "Ship.copy copies Port.title, which isn't declared"],
    [
      "is a copy itself",
      { title: copyOf("land", "title") },
      "Ship.copy copies Port.title, which is a copy itself",
    ],
  ])("that is a copy of what %s", (_, fields, message) => {
    const land = reference("Land", { edge: "IN", optional: true });
    const definition = defineEntity("Port", {
      ...{ prefix: "port", plural: "ports", fields: { land, ...fields } },
      lists: { "Land.ports": { parent: "land", order: ["createdAt"], hidden: true } },
    });
    const Land = defineEntity("Land", { prefix: "land", plural: "lands", fields: { title: name } });
    const copying = ship({ fields: { copy: copyOf("port", "title") } });
    expect(() => createRegistry([Land, definition, copying])).toThrow(message);
  });

  test("by whoever has it computed as something else than it is", () => {
    // As a program without types might.
    const wrong = ship({ fields: { size: computed(integer(), () => "large" as never) } });
    const none = ship({ fields: { kind: computed(oneOf(["A"]), () => null as never) } });
    for (const definition of [wrong, none])
      expect(() => withComputed(definition, { ...pot, __typename: "Ship" } as Entity)).toThrow(
        "is computed as what isn't of its kind",
      );
  });
});
