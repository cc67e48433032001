import { describe, expect, test } from "vitest";
import { adopted, contentOf, readContent } from "../../src/entities/content.ts";
import { defineEntity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import { computed, copyOf, withComputed } from "../../src/entities/derived-fields.ts";
import {
  type Field,
  listOf,
  looseReferences,
  number,
  record,
  reference,
  text,
} from "../../src/entities/fields.ts";
import type { ListSpec } from "../../src/entities/lists.ts";
import { typeForm } from "../../src/entities/parts.ts";
import { restricted, sensitive, withoutSensitive } from "../../src/entities/private-fields.ts";
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

  test.each<[string, ListSpec]>([
    ["order", { order: ["secret"] }],
    ["order", { order: ["name", "secret"] }],
    ["filters", { order: ["name"], filters: ["secret"] }],
  ])("is refused in a list's %s: %j", (_, list) => {
    expect(() => define(secret, { lists: { "World.chests": list } })).toThrow(
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

  test("makes another form of cached values than an open one, which has it still", () => {
    const prints = [
      name,
      sensitive(text({ max: 10, optional: true })),
      text({ max: 10, optional: true }),
    ].map((field) => typeForm(define(field)));
    expect(new Set(prints).size).toBe(3);
  });
});

describe("what follows from other fields", () => {
  const entity = {
    __typename: "Chest",
    id: "chest:w:c",
    version: 1,
    born: 1,
    seq: 0,
    createdAt: "",
    updatedAt: "",
    name: "chest",
    secret: "s",
  };
  const fields = (secret: Field) => ({ name, secret, shout: computed(name, (one) => String(one.secret)) });

  test.each(both)("follows from no %s", (_, of) => {
    const closed = define(name, { fields: fields(of(text({ max: 10, optional: true }))) });
    expect(() => withComputed(closed, entity)).toThrow(
      "Chest.secret isn't for all eyes: compute nothing of it",
    );
    expect(withComputed(define(name, { fields: fields(name) }), entity)).toMatchObject({ shout: "s" });
  });

  test.each(both)("copies no %s of another type", (_, of) => {
    const chest = define(of(text({ max: 10, optional: true })));
    const key = defineEntity("Key", {
      prefix: "key",
      plural: "keys",
      fields: {
        name,
        chest: reference("Chest", { edge: "OPENS", optional: true }),
        secret: copyOf("chest", "secret"),
      },
      lists: { "Chest.keys": { parent: "chest", order: ["name"] } },
    });
    expect(() => createOwnRegistry([chest, key])).toThrow(
      "Key.secret copies Chest.secret, which isn't for all eyes: copy another one",
    );
  });

  test("may be restricted, and isn't sensitive", () => {
    expect(() => define(restricted(computed(name, String), { readers }))).not.toThrow();
    expect(() => define(sensitive(computed(name, String)))).toThrow("restrict it instead");
  });
});

describe("releases of which one knows a sensitive field", () => {
  const secret = sensitive(text({ max: 10, optional: true }));
  const later = define(secret);
  const [before, open] = [define(name, { fields: { name } }), define(text({ max: 10, optional: true }))];
  const named = { __typename: "Chest", id: "chest:w:c", version: 1, born: 1 };
  const beside = { seq: 0, createdAt: "", updatedAt: "" };
  const content = contentOf(later, { ...named, ...beside, name: "chest", secret: "s" });

  test("keep it alike in rows, and the other one publishes nothing of it either", () => {
    const { fields, whole } = readContent(before, content);
    expect({ fields, whole }).toEqual({
      fields: { name: "chest", secret: "s", _sensitive: ["secret"] },
      whole: true,
    });
    const entity = { ...named, ...beside, ...fields };
    expect(withoutSensitive(before, entity)).toEqual({ ...named, ...beside, name: "chest" });
    expect(contentOf(before, { ...entity, name: "box" })).toEqual({ ...content, name: "box" });
    expect(readContent(later, contentOf(before, entity)).fields).toEqual({ name: "chest", secret: "s" });
  });

  test("take it out of what one has cached for which it isn't sensitive", () => {
    const value = { ...named, ...beside, name: "chest", secret: "s" };
    expect(adopted(later, value, 1)).toEqual({ ...named, ...beside, name: "chest" });
    expect(adopted(open, value, 1)).toEqual(value);
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
