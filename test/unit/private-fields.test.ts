import { describe, expect, test } from "vitest";
import { defineEntity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import {
  type Field,
  listOf,
  looseReferences,
  number,
  record,
  reference,
  text,
} from "../../src/entities/fields.ts";
import { restricted, sensitive } from "../../src/entities/private-fields.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import { privateTypes } from "../support/private-types.ts";

const readers = () => true;
const name = text({ max: 10 });

function define(secret: Field, spec: Partial<EntitySpec<FieldMap>> = {}) {
  return defineEntity("Chest", { prefix: "chest", plural: "chests", fields: { name, secret }, ...spec });
}

const both: [string, <F extends Field>(field: F) => Field][] = [
  ["a sensitive field", (field) => sensitive(field)],
  ["a restricted field", (field) => restricted(field, { readers })],
];

describe.each(both)("%s", (_, of) => {
  const secret = of(text({ max: 10, optional: true }));

  test.each<[string, object]>([
    ["order", { order: ["secret"] }],
    ["order", { order: ["name", "secret"] }],
    ["filters", { order: ["name"], filters: ["secret"] }],
  ])("is refused in a list's %s: %j", (_, list) => {
    expect(() => define(secret, { lists: { "World.chests": list as never } })).toThrow(
      "Chest.secret isn't for all eyes, and would be seen in World.chests: leave it out of that list's filters and order",
    );
  });

  test("may not name entities, whose lists would tell", () => {
    const owner = of(reference("Chest", { edge: "IN", optional: true }));
    const lists = { "Chest.secrets": { parent: "secret", order: ["name"] } };
    expect(() => define(owner, { lists })).toThrow("Chest.secret isn't for all eyes, and names entities");
    const loosely = of(looseReferences(["Chest"], { edge: "IN", max: 1 }));
    expect(() => define(loosely)).toThrow("Chest.secret isn't for all eyes, and names entities");
  });

  test("may not be the local id", () => {
    expect(() => define(secret, { localField: "secret" })).toThrow("Chest.secret isn't for all eyes, and is");
  });

  test("is a whole field, and no part of one", () => {
    for (const make of [() => record({ name, secret }), () => listOf(secret, { max: 3 })])
      expect(make).toThrow("a part of a field can't be sensitive or restricted by itself");
    expect(() => define(of(listOf(name, { max: 3 })))).not.toThrow();
  });
});

describe("a sensitive field", () => {
  test("has a default or may be empty, since no world file has it", () => {
    expect(() => define(sensitive(number()))).toThrow(
      "Chest.secret is sensitive, so no world file has it: give it a default, or make it optional",
    );
    for (const kind of [number({ default: 0 }), number({ optional: true }), listOf(name, { max: 3 })])
      expect(define(sensitive(kind)).sensitive).toEqual(["secret"]);
    expect(define(restricted(number(), { readers })).sensitive).toEqual([]);
  });

  test("makes other definitions than an open one: what was cached has it still", () => {
    const prints = [
      name,
      sensitive(text({ max: 10, optional: true })),
      text({ max: 10, optional: true }),
    ].map((field) => createOwnRegistry([define(field)]).fingerprint);
    expect(new Set(prints).size).toBe(3);
  });
});

describe("the schema", () => {
  const registry = createWorldRegistry({}, privateTypes.definitions);

  test("serves what isn't for all eyes where it may be null", () => {
    expect(() => createSchema(registry, privateTypes)).not.toThrow();
  });

  test.each(["coins: Float", "hint: String"])("is refused where it would never be: %s", (served) => {
    const typeDefs = privateTypes.typeDefs.map((sdl) => sdl.replace(`${served}\n`, `${served}!\n`));
    expect(() => createSchema(registry, { ...privateTypes, typeDefs })).toThrow(
      `Purse.${served.split(":")[0]} isn't for all eyes, and in the schema it is never null`,
    );
  });
});
