import { buildSchema, parse, Source } from "graphql";
import { describe, expect, test } from "vitest";
import { costOf, depthOf, nestingOf } from "../../src/graphql/measure.ts";

const schema = buildSchema(`
  type Query { world(id: ID): World  worlds(first: Int = 20): WorldConnection  nodes(ids: [ID!]!): [World]  big(first: Int): WorldConnection }
  type World { id: ID  name: String  state: State  exits: [Exit!]!  characters(first: Int = 20): WorldConnection! }
  type State { count: Int }
  type Exit { to: World }
  type WorldConnection { nodes: [World!]!  edges: [WorldEdge!]!  pageInfo: PageInfo! }
  type WorldEdge { node: World }
  type PageInfo { hasNextPage: Boolean }
  type Mutation { touch: World }
`);

const depth = (text: string) => depthOf(parse(text));
const cost = (text: string, variables: Record<string, unknown> = {}, operation?: string) =>
  costOf(schema, parse(text), operation, variables).nodes;
const many = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join(" ");

/** A chain of fragments, each of which spreads the next one twice. */
const doubling = (length: number, field: (next: string) => string) =>
  `{ world { ...F0 } } ${many(length, (n) => `fragment F${n} on World { ${field(`...F${n + 1}`)} ${field(`...F${n + 1}`)} }`)} fragment F${length} on World { id }`;

describe("depth", () => {
  test.each([
    ["{ a }", 1],
    ["{ a { b { c } } d { e } }", 3],
    ["query A { a } query B { a { b } } mutation C { a { b { c } } }", 3],
    ["{ ... { a { ... on B { b } } } }", 2],
    ["{ a { ...F } } fragment F on A { b { c } }", 3],
    ["{ ...F a { ...F } } fragment F on A { b { c } }", 3],
    ["{ a } fragment Unused on A { b { c { d } } }", 1],
    ["{ ...Missing }", 0],
    ["{ __typename }", 1],
    ["type A { a: Int }", 0],
  ])("of %s is %i", (text, levels) => expect(depth(text)).toBe(levels));

  test("counts introspection as one level, unless it goes on and on", () => {
    const nested = (levels: number) => `{ __schema { ${"a { ".repeat(levels)} b ${"} ".repeat(levels)} } }`;
    expect(depth(nested(15))).toBe(1);
    expect(depth(nested(30))).toBe(31);
  });

  test.each([
    ["{ a { ...F } } fragment F on A { ...F }"],
    ["{ ...F } fragment F on A { b { ...G } } fragment G on A { ...F }"],
    [`{ a { ...F0 } } ${many(500, (n) => `fragment F${n} on A { ...F${n + 1} }`)} fragment F500 on A { a }`],
  ])("is infinite where fragments form a circle or a long chain: %s", (text) =>
    expect(depth(text)).toBe(Number.POSITIVE_INFINITY),
  );
});

describe("nesting", () => {
  const nesting = (text: string, tokens = 10_000) => nestingOf(new Source(text), tokens);

  test.each([
    ["{ a }", 1],
    ["{ a(b: [{ c: 1 }]) { d } }", 4],
    ['{ a(b: "{{{[[[((( \\" {{") # {{{{\n }', 2],
    ['{ a(b: """{{{""") }', 2],
    ["}}}} {", 0],
    ["", 0],
  ])("of %s is %i", (text, levels) => expect(nesting(text)).toBe(levels));

  test("is measured as far as the tokens go that are parsed", () => {
    expect(nesting("{".repeat(100_000), 1_000)).toBeLessThanOrEqual(1_001);
  });

  test("is measured of brackets by the thousand", () => {
    expect(nesting("[".repeat(9_000))).toBe(9_000);
  });

  test("throws a syntax error on what can't be GraphQL", () => {
    expect(() => nesting('{ a(b: "')).toThrow("Syntax Error: Unterminated string.");
  });
});

describe("cost", () => {
  test.each([
    ["{ world { id name } }", 1],
    ["{ world { state { count } } }", 2],
    ["{ __typename __schema { types { name } } }", 0],
    ["{ a: world { id } b: world { id } }", 2],
    ["{ worlds(first: 7) { nodes { id } } }", 14],
    ["{ worlds(first: 7) { edges { node { id } } pageInfo { hasNextPage } } }", 28],
    ["{ worlds { nodes { id } } }", 40],
    ["{ worlds(first: null) { nodes { id } } }", 40],
    ["{ big { nodes { id } } }", 200],
    ["{ worlds(first: 10) { nodes { characters(first: 10) { nodes { id } } } } }", 220],
    ["{ world { exits { to { id } } } }", 21],
    ['{ nodes(ids: ["a", "b", "c"]) { state { count } } }', 6],
    [
      "{ ...F } fragment F on Query { worlds(first: 3) { nodes { ...G } } } fragment G on World { state { count } }",
      9,
    ],
    ["{ ... on Query { ... { world { id } } } }", 1],
    ["mutation { touch { characters(first: 5) { nodes { id } } } }", 11],
    ["{ unknown { worlds { nodes { id } } } ...Missing }", 0],
  ])("of %s is %i", (text, nodes) => expect(cost(text)).toBe(nodes));

  test.each([0, -1, 101, 1e9])("takes a page size of %i for the largest page", (size) => {
    expect(cost(`{ worlds(first: ${size}) { nodes { id } } }`)).toBe(200);
    expect(cost("query ($n: Int) { worlds(first: $n) { nodes { id } } }", { n: size })).toBe(200);
  });

  test("reads page sizes from variables and their defaults", () => {
    const query = "query ($n: Int = 3) { worlds(first: $n) { nodes { id } } }";
    expect(cost(query, { n: 5 })).toBe(10);
    expect(cost(query, {})).toBe(6);
    expect(cost(query, { n: null })).toBe(40);
    expect(cost(query, { n: "5" })).toBe(200);
    expect(cost(query.replace(" = 3", ""), {})).toBe(40);
    expect(cost("query ($toString: Int) { worlds(first: $toString) { nodes { id } } }")).toBe(40);
  });

  test.each([
    ["{ worlds(first: 3) { nodes { id } } }", false],
    ["query ($id: ID) { world(id: $id) { characters { nodes { id } } } }", false],
    ["query ($n: Int = 3) { worlds(first: $n) { nodes { id } } }", true],
    ["query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", true],
    ["query ($n: Int) { ...F } fragment F on Query { worlds(first: $n) { nodes { id } } }", true],
  ])("varies where a variable is a page's size or its ids: %s", (text, varies) =>
    expect(costOf(schema, parse(text), undefined, {}).varies).toBe(varies),
  );

  test("counts ids up to the most that are allowed", () => {
    const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    expect(cost(query, { ids: ["a", "b"] })).toBe(2);
    expect(cost(query, { ids: Array(1_000).fill("a") })).toBe(100);
  });

  test("is that of the operation that is run", () => {
    const text = "query A { world { id } } query B { worlds(first: 5) { nodes { id } } }";
    expect(cost(text, {}, "A")).toBe(1);
    expect(cost(text, {}, "B")).toBe(10);
    expect(cost(text, {}, "C")).toBe(0);
  });

  test("multiplies page sizes to millions", () => {
    const text =
      "{ worlds(first: 100) { nodes { characters(first: 100) { nodes { characters(first: 100) { nodes { id } } } } } } }";
    expect(cost(text)).toBe(2_020_200);
  });
});

describe("fragments whose spreads double with each", () => {
  /** How often fragments' selections are looked at while `measure` runs. */
  function looksDuring(text: string, measure: (document: ReturnType<typeof parse>) => void): number {
    let looks = 0;
    const document = parse(text);
    for (const definition of document.definitions)
      if (definition.kind === "FragmentDefinition") {
        const { selections } = definition.selectionSet;
        Object.defineProperty(definition.selectionSet, "selections", {
          get: () => {
            looks++;
            return selections;
          },
        });
      }
    measure(document);
    return looks;
  }

  test.each([
    ["side by side", (next: string) => next],
    ["in fields", (next: string) => `characters { nodes { ${next} } }`],
  ])("are each looked at once, %s", (_, field) => {
    const text = doubling(60, field);
    expect(looksDuring(text, depthOf)).toBe(61);
    expect(looksDuring(text, (document) => costOf(schema, document, undefined, {}))).toBe(61);
  });

  test("are counted as often as they are spread", () => {
    expect(cost(doubling(3, (next) => `characters(first: 1) { nodes { ${next} } }`))).toBe(1 + 4 + 8 + 16);
    expect(cost(doubling(60, (next) => `characters { nodes { ${next} } }`))).toBeGreaterThan(1e90);
  });
});

describe("the bytes of an answer's names", () => {
  const bytes = (text: string) => costOf(schema, parse(text), undefined, {}).bytes;
  const of = (name: string) => name.length + 5;

  test("are those of its aliases, where there are some", () => {
    expect(bytes("{ __typename }")).toBe(of("__typename"));
    expect(bytes("{ a: __typename bc: __typename }")).toBe(of("a") + of("bc"));
  });

  test("are multiplied by page sizes, also through fragments", () => {
    const page = of("worlds") + 50 * (of("nodes") + of("id"));
    expect(bytes("{ worlds(first: 50) { nodes { id } } }")).toBe(page);
    expect(bytes("{ ...F } fragment F on Query { worlds(first: 50) { nodes { ... { id } } } }")).toBe(page);
  });
});
