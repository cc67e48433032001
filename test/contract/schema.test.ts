import { readFileSync } from "node:fs";
import {
  BreakingChangeType,
  buildClientSchema,
  buildSchema,
  findSchemaChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { createSchema } from "../../src/graphql/schema.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { startTestGateway } from "../support/gateway.ts";

/**
 * What clients were promised, without descriptions. The API may grow beyond it, such as by an entity type;
 * what stands here is never renamed or taken back.
 */
const CONTRACT = readFileSync(new URL("../support/contract.graphql", import.meta.url), "utf8");

describe("the contract", () => {
  const contract = buildSchema(CONTRACT);

  test("is kept by the schema as it is built", () => {
    const schema = createSchema(createWorldRegistry());
    expect(changes(contract, schema)).toEqual([]);
  });

  test("is kept by the schema as a running gateway tells it", async () => {
    const schema = await introspected();
    expect(changes(contract, schema)).toEqual([]);
  });

  test("lets the schema grow", () => {
    const grown = CONTRACT.replace(
      "  recordVersion: Version!",
      "  recordVersion: Version!\n  age(in: String): Int",
    );
    expect(changes(contract, buildSchema(grown))).toEqual([]);
  });

  test.each([
    ["a field is renamed", "  recordVersion: Version!", "  ownVersion: Version!", "FIELD_REMOVED"],
    [
      "a field becomes nullable",
      "  recordVersion: Version!",
      "  recordVersion: Version",
      "FIELD_CHANGED_KIND",
    ],
    ["an argument becomes required", "first: Int = 20", "first: Int!", "ARG_CHANGED_KIND"],
    ["an argument goes", "(after: String, first: Int = 20)", "(first: Int = 20)", "ARG_REMOVED"],
    ["a default changes", "first: Int = 20", "first: Int = 10", "ARG_DEFAULT_VALUE_CHANGE"],
    ["an enum value goes", "  DORMANT\n", "", "VALUE_REMOVED_FROM_ENUM"],
    ["an input field becomes required", "  data: JSON\n", "  data: JSON!\n", "FIELD_CHANGED_KIND"],
    ["an interface goes", "implements Change ", "", "IMPLEMENTED_INTERFACE_REMOVED"],
  ])("is seen not to be kept when %s", (_, before, after, type) => {
    const changed = CONTRACT.replace(before, after);
    expect(changed).not.toBe(CONTRACT);
    expect(changes(contract, buildSchema(changed))[0]).toMatch(type);
  });
});

test("every type, field, argument and enum value that is served has a description", async () => {
  const types = Object.values((await introspected()).getTypeMap());
  const parts = types.filter(isOurs).flatMap(partsOf);
  expect(parts.length).toBeGreaterThan(400);
  expect(parts.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
});

/** How a schema breaks another: what a client of that one could trip over. */
function changes(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const breaking = new Set<string>([...Object.values(BreakingChangeType), "ARG_DEFAULT_VALUE_CHANGE"]);
  return findSchemaChanges(before, after)
    .filter(({ type }) => breaking.has(type))
    .map(({ type, description }) => `${type}: ${description}`);
}

async function introspected(): Promise<GraphQLSchema> {
  const gateway = await startTestGateway();
  try {
    return buildClientSchema(await gateway.data(getIntrospectionQuery({ inputValueDeprecation: true })));
  } finally {
    await gateway.close();
  }
}

function isOurs(type: GraphQLNamedType): boolean {
  return !type.name.startsWith("__") && !isSpecifiedScalarType(type);
}

interface Part {
  readonly name: string;
  readonly description: string | null | undefined;
}

/** A type and all that is in it. */
function partsOf(type: GraphQLNamedType): Part[] {
  const { name, description } = type;
  const own = { name, description };
  const within = (owner: string, parts: readonly Part[]) =>
    parts.map((part) => ({ name: `${owner}.${part.name}`, description: part.description }));
  if (isEnumType(type)) return [own, ...within(name, type.getValues())];
  if (isInputObjectType(type)) return [own, ...within(name, Object.values(type.getFields()))];
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields());
  return [
    own,
    ...within(name, fields),
    ...fields.flatMap((field) => within(`${name}.${field.name}`, field.args)),
  ];
}
