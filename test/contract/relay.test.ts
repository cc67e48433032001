import {
  buildSchema,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { expect, test } from "vitest";
import { createSchema, schemaFile } from "../../src/graphql/schema.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";

/*
 * What Relay asks of a server: its specifications of global object identification and of connections, which
 * relay-compiler and Relay's store take for granted.
 */

const registry = createWorldRegistry();
const schema = buildSchema(schemaFile(createSchema(registry)));
const outputs = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType | GraphQLInterfaceType =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith("__"),
);
const typeOf = (type: GraphQLObjectType | GraphQLInterfaceType, field: string) =>
  type.getFields()[field]?.type.toString();
const isNode = (type: GraphQLObjectType | GraphQLInterfaceType) =>
  type.name === "Node" || type.getInterfaces().some(({ name }) => name === "Node");

test("whatever has an id is a Node, and whatever is a Node has an id: Relay's store goes by it", () => {
  const withId = outputs.filter((type) => "id" in type.getFields());
  expect(withId.filter((type) => !isNode(type)).map(({ name }) => name)).toEqual([]);
  for (const type of outputs.filter(isNode))
    expect(`${type.name}.id: ${typeOf(type, "id")}`).toBe(`${type.name}.id: ID!`);
  expect(withId.length).toBeGreaterThan(6);
});

test("ids of different types differ in what they begin with", () => {
  const prefixes = registry.definitions.map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  const nodes = outputs.filter((type) => isObjectType(type) && isNode(type)).map(({ name }) => name);
  expect(nodes.sort()).toEqual(registry.definitions.map(({ name }) => name).sort());
});

test("any node is found by its id alone", () => {
  const query = schema.getQueryType()!;
  expect(query.getFields().node!.args.map(String)).toHaveLength(1);
  expect([typeOf(query, "node"), query.getFields().node!.args[0]!.type.toString()]).toEqual(["Node", "ID!"]);
});

test("a connection has edges, a page's place and the number of all entries, an edge a node and a cursor", () => {
  const connections = outputs.filter(({ name }) => name.endsWith("Connection"));
  expect(connections.length).toBeGreaterThan(4);
  for (const connection of connections) {
    const { edges, pageInfo } = connection.getFields();
    expect(pageInfo!.type.toString()).toBe("PageInfo!");
    expect(edges!.type.toString()).toMatch(/^\[\w+Edge!?\]!?$/);
    const edge = getNamedType(edges!.type) as GraphQLObjectType;
    expect(typeOf(edge, "cursor")).toBe("String!");
    expect(isNode(getNamedType(edge.getFields().node!.type) as GraphQLObjectType)).toBe(true);
    expect(`${connection.name}.totalCount: ${typeOf(connection, "totalCount")}`).toBe(
      `${connection.name}.totalCount: Int!`,
    );
  }
  const page = outputs.find(({ name }) => name === "PageInfo")!;
  expect(
    ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"].map((field) => typeOf(page, field)),
  ).toEqual(["Boolean!", "Boolean!", "String", "String"]);
});

test("every field that answers a connection takes first and after", () => {
  const fields = outputs.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith("Connection"))
      .map((field) => [`${type.name}.${field.name}`, field] as const),
  );
  expect(fields.length).toBeGreaterThan(5);
  for (const [name, { args }] of fields) {
    const types = Object.fromEntries(args.map((one) => [one.name, one.type.toString()]));
    expect(types, name).toMatchObject({ first: "Int", after: "String" });
  }
});
