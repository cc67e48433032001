import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { describe, expect, test } from "vitest";
import { EXAMPLES } from "../../src/http/examples.ts";
import { send } from "../support/http.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const many = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join(" ");

describe("introspection", () => {
  const gateway = useSharedGateway();

  test.each([
    [{}],
    [
      {
        inputValueDeprecation: true,
        oneOf: true,
        specifiedByUrl: true,
        schemaDescription: true,
        directiveIsRepeatable: true,
      },
    ],
    [{ descriptions: false }],
  ])("is answered as tools ask for it: %j", async (options) => {
    const data = await gateway.data(getIntrospectionQuery(options));
    expect(buildClientSchema(data).getType("Character")).toBeDefined();
  });

  test("of single types is answered, also of a few at once", async () => {
    const types = many(
      20,
      (n) => `t${n}: __type(name: "Character") { name kind fields { name type { name ofType { name } } } }`,
    );
    expect(Object.keys(await gateway.data(`{ ${types} __schema { queryType { name } } }`))).toHaveLength(21);
  });

  test.each([
    ["by a hundred aliases", `{ ${many(100, (n) => `a${n}: __schema { types { name fields { name } } }`)} }`],
    ["twice", "{ a: __schema { queryType { name } } b: __schema { queryType { name } } }"],
    [
      "twice, through fragments",
      "{ a: __schema { queryType { name } } ...F } fragment F on Query { ... { b: __schema { queryType { name } } } }",
    ],
  ])("that asks for all of it %s is refused", async (_, query) => {
    const { errors } = await gateway.send(query);
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({
      message: expect.stringMatching(/^The operation asks for __schema \d+ times: ask once\.$/),
      extensions: { code: "BAD_USER_INPUT", field: "query" },
    });
  });

  test.each([
    [
      "by aliases of its fields",
      `{ __schema { types { ${many(98, (n) => `a${n}: fields { name description }`)} } } }`,
    ],
    [
      "through a fragment",
      `{ __schema { types { ${many(90, (n) => `a${n}: fields { ...F }`)} } } } fragment F on __Field { name description }`,
    ],
    [
      "by many whole types",
      `{ ${many(100, (n) => `a${n}: __type(name: "Character") { ${many(30, () => "...F")} }`)} } fragment F on __Type { fields { name args { name type { name } } type { name } } possibleTypes { fields { name description args { name description } } } }`,
    ],
  ])("that asks for more than all of it, %s, is refused", async (_, query) => {
    const { errors } = await gateway.send(query);
    expect(errors).toHaveLength(1);
    expect(errors![0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "query" });
  });

  test("asked for a second time in the same words is one", async () => {
    const query =
      "{ __schema { queryType { name } } ...F } fragment F on Query { __schema { mutationType { name } } }";
    expect(await gateway.data(query)).toEqual({
      __schema: { queryType: { name: "Query" }, mutationType: { name: "Mutation" } },
    });
  });
});

describe("the schema's file", () => {
  const gateway = useSharedGateway({ CORS_ORIGINS: "https://tools.example" });
  const at = () => `${gateway.url}/schema.graphql`;

  test("is the schema that introspection tells, all in one, with its descriptions", async () => {
    const { status, headers, text } = await send(at());
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/graphql; charset=utf-8");
    expect(text).not.toMatch(/^extend /m);
    const told = buildClientSchema(
      await gateway.data(
        getIntrospectionQuery({
          inputValueDeprecation: true,
          specifiedByUrl: true,
          directiveIsRepeatable: true,
          oneOf: true,
        }),
      ),
    );
    expect(printSchema(buildSchema(text))).toBe(printSchema(lexicographicSortSchema(told)));
    expect(text).toContain('"""What it is called, 1 to 200 characters. Names need not be unique."""');
  });

  test("is asked for again only if it has changed", async () => {
    const { headers } = await send(at());
    expect(headers["cache-control"]).toBe("no-cache");
    const etag = headers.etag!;
    for (const given of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await send(at(), { headers: { "if-none-match": given } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, "", etag]);
    }
    expect((await send(at(), { headers: { "if-none-match": '"other"' } })).status).toBe(200);
    const head = await send(at(), { method: "HEAD" });
    expect([head.status, head.text, head.headers.etag]).toEqual([200, "", etag]);
  });

  test("is not for everybody", async () => {
    expect((await send(at(), { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect((await send(at(), { headers: { host: "evil.example" } })).status).toBe(403);
    expect((await send(at(), { method: "POST" })).status).toBe(405);
    const invited = await send(at(), { headers: { origin: "https://tools.example" } });
    expect(invited.status).toBe(200);
    expect(invited.headers["access-control-allow-origin"]).toBe("https://tools.example");
  });
});

describe("where INTROSPECTION is false", () => {
  const gateway = useSharedGateway({ INTROSPECTION: "false" });

  test.each([
    "{ __schema { queryType { name } } }",
    '{ t: __type(name: "World") { name } }',
    "{ ...F } fragment F on Query { ... on Query { __schema { types { name } } } }",
    getIntrospectionQuery(),
  ])("it is refused, with a word on why: %#", async (query) => {
    const { errors, data } = await gateway.send(query);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({
      message: expect.stringContaining("Introspection is switched off here (INTROSPECTION)"),
      extensions: { code: "BAD_USER_INPUT", field: "query" },
    });
  });

  test("__typename is answered, and so is everything else", async () => {
    expect(await gateway.data("{ __typename worlds { __typename } }")).toEqual({
      __typename: "Query",
      worlds: { __typename: "WorldConnection" },
    });
    expect((await gateway.send(EXAMPLES[0]!)).errors).toBeUndefined();
  });

  test("the schema's file isn't there, and errors guess no names", async () => {
    expect((await send(`${gateway.url}/schema.graphql`)).status).toBe(404);
    const { errors } = await gateway.send("{ wrold { id } }");
    expect(errors![0].message).toBe('Cannot query field "wrold" on type "Query".');
  });
});
