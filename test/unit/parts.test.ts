import { describe, expect, test } from "vitest";
import { defineEntity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import { oneOf, text } from "../../src/entities/fields.ts";
import { chronological } from "../../src/entities/list-orders.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { entitySlot, listSlot, stateSlot } from "../../src/entities/slots.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createOwnRegistry, ownTypes } from "../support/own-types.ts";

const name = text({ max: 10 });

/** A type of harbours with a list of them, as one release or another has it. */
function release(spec: Partial<EntitySpec<FieldMap>> = {}, list: object = {}) {
  const harbour = defineEntity("Harbour", {
    ...{ prefix: "harbour", plural: "harbours", fields: { name } },
    lists: { "World.harbours": { order: ["name"], ...list } },
    ...spec,
  });
  const registry = createRegistry([harbour]);
  const place = { scope: "world:w", base: "harbours" };
  return {
    type: entitySlot(harbour, "harbour:w:a"),
    list: listSlot(registry.list("World.harbours"), harbour, place),
    registry,
  };
}

describe("what names a part of the cache", () => {
  test.each<[string, ReturnType<typeof release>]>([
    ["the keys of its entities", release({ key: (local) => `port:${local}` })],
    ["all being cached as one", release({ together: "ports" })],
    ["another prefix of their ids", release({ prefix: "port" })],
  ])("is another one for a type with %s, and leaves its lists as they are", (_, other) => {
    expect(other.type.part).not.toBe(release().type.part);
    expect(other.list.part).toBe(release().list.part);
  });

  test("stays as it is for a type with other fields, another shape, another TTL or other lists", () => {
    const others = [
      release({ fields: { name, kind: oneOf(["A", "B"]) } }),
      release({ shape: 2 }),
      release({ ttl: 1, cached: false }),
      release({}, { order: ["createdAt"] }),
    ];
    for (const other of others) expect(other.type.part).toBe(release().type.part);
  });

  test.each<[string, object]>([
    ["filters", { filters: ["name"] }],
    ["order", { order: ["createdAt"] }],
    ["key", { key: "ports" }],
    ["orders", { order: undefined, orders: chronological("name") }],
    ["being hidden", { hidden: true }],
  ])("is another one for a list with other %s, and leaves its type as it is", (_, spec) => {
    expect(release({}, spec).list.part).not.toBe(release().list.part);
    expect(release({}, spec).list.form).not.toBe(release().list.form);
    expect(release({}, spec).type.part).toBe(release().type.part);
  });

  test("is its own for each type and list, and for the state", () => {
    const { parts, lists, definitions } = createWorldRegistry();
    expect(parts.size).toBe(1 + definitions.length + lists.length);
    expect(new Set(parts.values()).size).toBe(parts.size);
  });
});

describe("what names the form of a value", () => {
  test("is another one with other fields, what they hold, their defaults, and the shape", () => {
    const forms = [
      release(),
      release({ fields: { name: text({ max: 11 }) } }),
      release({ fields: { name, kind: oneOf(["A", "B"]) } }),
      release({ fields: { name, kind: oneOf(["A", "B"], { default: "A" as const }) } }),
      release({ shape: 2 }),
    ].map(({ type }) => type.form);
    expect(new Set(forms).size).toBe(forms.length);
  });

  test("stays as it is with another TTL, and whatever order fields are declared in", () => {
    const kind = oneOf(["A", "B"]);
    expect(release({ ttl: 1 }).type.form).toBe(release().type.form);
    expect(release({ fields: { kind, name } }).type.form).toBe(release({ fields: { name, kind } }).type.form);
  });

  test("is another one for a state that names the last entry of another list", () => {
    const other = createRegistry(ownTypes.map((one) => ({ ...one, latestIn: null })));
    const [mine, theirs] = [createOwnRegistry(), other].map((one) => stateSlot(one, "world:w"));
    expect(theirs!.form).not.toBe(mine!.form);
    expect(theirs!.part).toBe(mine!.part);
    const latest = { TimelineEvent: { id: "event:w:a", sort: "1" } };
    const state = { version: 3, counts: { TimelineEvent: 2 }, latest };
    expect(mine!.adopt(state, 1)).toEqual({ ...state, latest: {} });
  });
});

describe("a writer's name", () => {
  test("is that of all it knows, in any order, and not of how long values live", () => {
    const registry = createOwnRegistry();
    expect(createRegistry(ownTypes.toReversed()).writer).toBe(registry.writer);
    expect(createRegistry(ownTypes.slice(0, -1)).writer).not.toBe(registry.writer);
    const cached = { ttl: 1, cached: false, cacheOn: { read: true, write: "drop" as const }, share: 0.5 };
    expect(createWorldRegistry({ Character: cached }).writer).toBe(createWorldRegistry().writer);
  });

  test("stays the same with another shape, whose values are the same ones under the same keys", () => {
    expect(release({ shape: 2 }).registry.writer).toBe(release().registry.writer);
  });
});
