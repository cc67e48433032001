import { describe, expect, test } from "vitest";
import { type Refusal, useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

const node = 'node(id: "world:ithaca")';
const many = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join(" ");
const nested = (levels: number, opening: string, inner: string) =>
  opening.repeat(levels) + inner + "}".repeat((opening.match(/{/g) ?? []).length * levels);

describe("a document is refused for its shape", () => {
  const cases: [name: string, query: string, refusal: Refusal][] = [
    [
      "50 levels deep",
      `{ ${nested(49, "world { ", "id")} }`.replace("world", 'character(id: "character:ithaca:odysseus")'),
      { field: "query", says: "The document has 50 levels of fields, and 15 are allowed." },
    ],
    [
      "50 levels deep through fragments",
      `{ ${node} { ...F0 } } ${many(48, (n) => `fragment F${n} on World { characters { ...G${n} } } fragment G${n} on CharacterConnection { nodes { world { ...F${n + 1} } } }`)} fragment F48 on World { id }`,
      {
        field: "query",
        says: /^The document('s fragments form a circle, or a chain too long| has \d+ levels)/,
      },
    ],
    [
      "with brackets thousands deep",
      `{ ${nested(7_000, "a { ", "b")} }`,
      { field: "query", says: "The document has brackets 7001 levels deep, and 500 are allowed." },
    ],
    [
      "with inline fragments thousands deep",
      `{ ${node} { ${nested(3_000, "... on World { ", "id")} } }`,
      { field: "query", says: "brackets 3002 levels deep" },
    ],
    [
      "with a list literal thousands deep",
      `{ nodes(ids: ${"[".repeat(5_000)}${"]".repeat(5_000)}) { id } }`,
      { field: "query", says: "brackets 5002 levels deep" },
    ],
    [
      "with 4,000 aliases",
      `{ ${many(4_000, (n) => `a${n}: __typename`)} }`,
      { field: "query", says: "The document has 4000 aliases, and 100 are allowed." },
    ],
    [
      "with 5,000 aliases, whose tokens are too many already",
      `{ ${many(5_000, (n) => `a${n}: __typename`)} }`,
      { field: "query", says: "Document contains more than 15000 tokens" },
    ],
    [
      "with 200 directives",
      `{ __typename ${many(200, () => "@skip(if: false)")} }`,
      { field: "query", says: "The document has 200 directives, and 100 are allowed." },
    ],
    [
      "with a fragment that contains itself",
      `{ ${node} { ...F } } fragment F on World { ...F }`,
      { field: "query", says: "The document's fragments form a circle" },
    ],
    [
      "with a circle of fragments",
      `{ ${node} { ...A } } fragment A on World { characters { nodes { world { ...B } } } } fragment B on World { ...A }`,
      { field: "query", says: "The document's fragments form a circle" },
    ],
    [
      "with a chain of a thousand fragments",
      `{ ${node} { ...F0 } } ${many(1_000, (n) => `fragment F${n} on World { ...F${n + 1} }`)} fragment F1000 on World { id }`,
      { field: "query", says: "or a chain too long to follow" },
    ],
    [
      "with one field thousands of times",
      `{ ${many(1_200, () => `${node} { id }`)} }`,
      { field: "query", says: "repeats too many fields and fragments" },
    ],
    [
      "with fragments that spread all others",
      `{ ${node} { ...F0 } } ${many(90, (n) => `fragment F${n} on World { id ${many(90 - n, (m) => `...F${n + m + 1}`)} }`)} fragment F90 on World { id }`,
      { field: "query", says: "repeats too many fields and fragments" },
    ],
    [
      "with introspection that goes in circles",
      `{ __schema { types { ${nested(4, "fields { type { ", "name")} } } }`,
      { field: "query", says: "Maximum introspection depth exceeded" },
    ],
  ];
  test.each(cases)("%s", (_, query, refusal) => at.refused(query, undefined, refusal));

  test("but not for spreads whose number doubles with each fragment, and that bring one field", async () => {
    const query = `{ ${node} { ...F0 } } ${many(60, (n) => `fragment F${n} on World { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on World { id }`;
    expect(await at.gateway.data(query)).toEqual({ node: { id: "world:ithaca" } });
  });
});

describe("an operation is refused for the nodes that it asks for", () => {
  const pages = (first: string) =>
    `{ worlds(first: ${first}) { nodes { characters(first: ${first}) { nodes { inventory(first: ${first}) { nodes { id } } } } } } }`;
  const refusal = {
    field: "first",
    says: /^The operation asks for up to 20202\d\d nodes, and 25000 are allowed/,
  };

  test("by page sizes that multiply to millions", async () => {
    await at.refused(pages("100"), undefined, refusal);
    await at.refused(`query ($n: Int) ${pages("$n")}`, { n: 100 }, refusal);
    await at.refused(`query ($n: Int = 100) ${pages("$n")}`, undefined, refusal);
    await at.refused(`query ($n: Int!) ${pages("$n")}`, { n: "100" }, refusal);
  });

  test("by pages in fragments, each twice as often as the one before", () =>
    at.refused(
      `{ ${node} { ...F0 } } ${many(4, (n) => `fragment F${n} on World { a${n}: characters(first: 2) { nodes { world { ...F${n + 1} } } } b${n}: characters(first: 100) { nodes { world { ...F${n + 1} } } } }`)} fragment F4 on World { id }`,
      undefined,
      { field: "first", says: /^The operation asks for up to \d+ nodes/ },
    ));

  test("by lists without pages", () =>
    at.refused(
      `{ location(id: "location:ithaca:palace") { ${nested(6, "exits { to { ", "id")} } }`,
      undefined,
      { field: "first", says: /^The operation asks for up to \d+ nodes/ },
    ));

  test("but not by default pages, three lists deep", async () => {
    expect(await at.gateway.data(pages("$n").replace(/\(first: \$n\)/g, ""))).toHaveProperty("worlds");
    expect(await at.gateway.data(`query ($n: Int) ${pages("$n")}`, {})).toHaveProperty("worlds");
    expect(await at.gateway.data(`query ($n: Int = 5) ${pages("$n")}`, { n: null })).toHaveProperty("worlds");
  });
});

describe("a document is refused that isn't valid", () => {
  const cases: [name: string, query: string, refusal: Refusal][] = [
    ["without text", "", { field: "query", says: "Syntax Error: Unexpected <EOF>." }],
    ["with a comment only", "# nothing", { field: "query", says: "Syntax Error: Unexpected <EOF>." }],
    [
      "that isn't GraphQL",
      "SELECT * FROM world",
      { field: "query", says: 'Syntax Error: Unexpected character: "*".' },
    ],
    [
      "with a NUL byte",
      "{ world\0 }",
      { field: "query", says: "Syntax Error: Unexpected character: U+0000." },
    ],
    ["with an unknown field", "{ wrold { id } }", { field: "query", says: `Did you mean "world"` }],
    [
      "with an unknown argument",
      `{ world(id: "world:ithaca", depth: 2) { id } }`,
      { field: "depth", says: `Unknown argument "depth"` },
    ],
    ["without a required argument", "{ world { id } }", { field: "id", says: "is required" }],
    [
      "without a required field of an input",
      "mutation { createWorld(input: {}) { version } }",
      { field: "input.name", says: "input.name: it is missing; expected a string" },
    ],
    [
      "with an unknown field of an input",
      `mutation { createWorld(input: { name: "W", nmae: "W" }) { version } }`,
      { field: "input.nmae", says: "there is no such field; expected one of id, name" },
    ],
    [
      "with a value of another type",
      `mutation { createWorld(input: { name: 1 }) { version } }`,
      { field: "input.name", says: "input.name: this is 1; expected a string" },
    ],
    [
      "with a list for an object",
      `mutation { createWorld(input: []) { version } }`,
      { field: "input", says: "input: this is a list; expected an object of type CreateWorldInput" },
    ],
    [
      "with a variable of another type",
      `query ($id: Int) { world(id: $id) { id } }`,
      { field: "id", says: `Variable "$id" of type "Int" used in position expecting type "ID!"` },
    ],
    [
      "with a default of another type",
      `query ($n: Int = "x") { worlds(first: $n) { nodes { id } } }`,
      { field: "n", says: 'n: this is "x"; expected a 32-bit whole number' },
    ],
    [
      "with a bad default in an input",
      `query ($f: CharacterFilter = { status: LOUD }) { world(id: "world:ithaca") { characters(filter: $f) { nodes { id } } } }`,
      { field: "f.status", says: "f.status: this is LOUD; expected one of ACTIVE, DORMANT" },
    ],
    [
      "with an object a hundred levels deep for a number",
      `{ worlds(first: ${"{a: ".repeat(100)}1${"}".repeat(100)}) { nodes { id } } }`,
      { field: "first", says: "first: this is an object; expected a 32-bit whole number" },
    ],
    [
      "of more than a million characters",
      `{ __typename ${" ".repeat(1_048_576)} }`,
      {
        field: "query",
        says: "The document has 1048591 characters, and 1048576 are allowed: send texts as variables.",
      },
    ],
    [
      "of more than 15,000 lines",
      `{ __typename ${"\r\n#".repeat(15_000)}\n }`,
      { field: "query", says: "The document has more than 15000 lines." },
    ],
    [
      "with a field whose name is a megabyte",
      `{ ${"x".repeat(1_000_000)} }`,
      { field: "query", says: "Cannot query field" },
    ],
    [
      "with an enum value of a megabyte",
      `{ worlds(status: ${"X".repeat(1_000_000)}) { nodes { id } } }`,
      { field: "status", says: "expected one of DORMANT, ACTIVE, ARCHIVED" },
    ],
  ];
  test.each(cases)("%s", (_, query, refusal) => at.refused(query, undefined, refusal));

  test("for a variable that is null in spite of its default", async () => {
    const says = "not to be null";
    const look = `query ($id: ID = "world:troy") { world(id: $id) { id } }`;
    await at.refused(look, { id: null }, { field: "id", says });
    const make = `mutation ($name: String = "W") { createWorld(input: { name: $name }) { version } }`;
    await at.refused(make, { name: null }, { field: "input.name", says });
    const skip = `query ($if: Boolean = true) { cache @skip(if: $if) { trusted } }`;
    await at.refused(skip, { if: null }, { field: "if", says });
  });

  test("with at most twenty errors", async () => {
    const { errors } = await at.gateway.send(`{ ${many(2_000, (n) => `x${n}`)} }`);
    expect(errors).toHaveLength(21);
    expect(errors!.at(-1).message).toBe(
      "Too many validation errors, error limit reached. Validation aborted.",
    );
    const traits = Array(100_000).fill(1);
    const input = { worldId: "world:ithaca", name: "C", traits };
    const query = "mutation ($input: CreateCharacterInput!) { createCharacter(input: $input) { version } }";
    const answer = await at.gateway.send(query, { input });
    expect(answer.errors).toHaveLength(20);
    expect(answer.errors![0].extensions.field).toBe("input.traits.0");
  });
});
