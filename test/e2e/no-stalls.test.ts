import { expect, test } from "vitest";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { busyFor, tenMilliseconds } from "../support/stall.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

/*
 * A request may keep others waiting for about 50 ms on a usual machine: five times ten. The largest of these take that
 * long, and up to half as much again where the machine has other things to do, so twice as much is refused here. Before
 * inputs were checked without being printed and documents were bounded, the first took three seconds, and more than ten of these
 * went beyond. The others never did (long numbers, repeated arguments, bad traits): they guard what the bounds themselves cost.
 */
const TENS = 10;

const gateway = useSharedGateway();

const many = (count: number, one: (n: number) => string, separator = " ") =>
  Array.from({ length: count }, (_, n) => one(n)).join(separator);
const body = (query: string, variables = "{}") =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;

const CREATE = "mutation ($i: CreateWorldInput!) { createWorld(input: $i) { version } }";
const TRAITS = "mutation ($i: CreateCharacterInput!) { createCharacter(input: $i) { version } }";

/** Each attempt has another name in it, so that none is known from the one before. */
const cases: [name: string, make: (name: string) => string][] = [
  ["200,000 unknown fields", () => body(CREATE, `{"i":{${many(200_000, (n) => `"f${n}":1`, ",")}}}`)],
  ["4,900 unknown fields", () => body(CREATE, `{"i":{${many(4_900, (n) => `"f${n}":1`, ",")}}}`)],
  [
    "unknown fields around a text of 3 MB",
    () => body(CREATE, `{"i":{${many(30, (n) => `"f${n}":1`, ",")},"name":"${"x".repeat(3_000_000)}"}}`),
  ],
  [
    "an object of 100,000 values for a text",
    () => body(CREATE, `{"i":{"name":{"a":[${"1,".repeat(100_000)}1]}}}`),
  ],
  [
    "two million ids",
    () => body("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", `{"ids":[${"1,".repeat(2_000_000)}1]}`),
  ],
  [
    "100,000 bad traits",
    () => body(TRAITS, `{"i":{"worldId":"world:w","name":"N","traits":[${'"\\u0000",'.repeat(100_000)}""]}}`),
  ],
  ["1.3 million empty lists", () => body("{ __typename }", `{"a":[${"[],".repeat(1_300_000)}1]}`)],
  [
    "lists two million deep",
    () => body("{ __typename }", `{"a":${"[".repeat(2_000_000)}${"]".repeat(2_000_000)}}`),
  ],
  [
    "100,000 numbers that no double keeps",
    () => body("{ __typename }", `{"a":[${"12345678901234567890,".repeat(100_000)}1]}`),
  ],
  ["a number of four million digits", () => body("{ __typename }", `{"a":${"9".repeat(4_000_000)}}`)],
  [
    "4,900 unknown fields in a literal",
    (x) => body(`mutation { ${x}: createWorld(input: { ${many(4_900, (n) => `f${n}: 1`)} }) { version } }`),
  ],
  [
    "unknown fields around a literal text of a megabyte",
    (x) =>
      body(
        `mutation { ${x}: createWorld(input: { ${many(30, (n) => `f${n}: 1`)} name: "${"x".repeat(1_000_000)}" }) { version } }`,
      ),
  ],
  ["commas by the million", (x) => body(`{ ${x}: __typename ${",".repeat(4_000_000)} }`)],
  [
    "errors behind lines by the million",
    (x) => body(`{ ${x}: __typename ${"\n".repeat(1_000_000)} ${many(30, (n) => `x${n}`)} }`),
  ],
  [
    "errors behind 14,000 lines",
    (x) => body(`{ ${x}: __typename ${"\n".repeat(14_000)} ${many(30, (n) => `x${n}`)} }`),
  ],
  ["comments by the million", (x) => body(`{ ${x}: __typename ${"#\n".repeat(500_000)} }`)],
  ["14,000 unknown fields of a type", (x) => body(`{ ${many(14_000, (n) => `${x}${n}`)} }`)],
  [
    "one argument 3,500 times, each on a line",
    (x) => body(`{ ${x}: node(${many(3_500, () => 'id: "a"\n')}) { id } }`),
  ],
  [
    "one variable 3,500 times, each on a line",
    (x) => body(`query ${x}(${many(3_500, () => "$a: ID\n")}) { node(id: $a) { id } }`),
  ],
  ["one field 1,200 times", (x) => body(`query ${x} { ${many(1_200, () => 'node(id: "world:w") { id }')} }`)],
  [
    "1,500 fragments of one field",
    (x) =>
      body(
        `query ${x} { ${many(1_500, (n) => `...F${n}`)} } ${many(1_500, (n) => `fragment F${n} on Query { __typename }`)}`,
      ),
  ],
  [
    "1,800 unused fragments",
    (x) => body(`query ${x} { __typename } ${many(1_800, (n) => `fragment F${n} on Query { __typename }`)}`),
  ],
  [
    "variables that are all missing",
    (x) =>
      body(
        `query ${x}(${many(600, (n) => `$v${n}: ID!`)}) { ${many(6, (n) => `a${n}: nodes(ids: [${many(100, (m) => `$v${n * 100 + m}`)}]) { id }`)} }`,
      ),
  ],
  [
    "the whole schema a hundred times",
    (x) => body(`query ${x} { ${many(99, (n) => `a${n}: __schema { types { fields { name } } }`)} }`),
  ],
  [
    "all fields of the schema a hundred times",
    (x) =>
      body(`query ${x} { __schema { types { ${many(99, (n) => `a${n}: fields { name description }`)} } } }`),
  ],
];

async function post(content: string): Promise<void> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: content,
  });
  const text = await response.text();
  expect(text.length).toBeLessThan(20_000);
}

test.each(cases)("nobody waits for a request with %s", async (_, make) => {
  const bodies = ["a", "b", "c", "d"].map(make);
  // What is run for the first time is compiled first.
  await post(bodies[3]!);
  const unit = await tenMilliseconds();
  const busy = await busyFor((attempt) => post(bodies[attempt]!));
  expect(busy).toBeLessThan(TENS * unit);
});

test("nobody waits for such a message over WebSocket", async () => {
  const { send, next } = await openAcknowledged(gateway.url);
  const ask = async (id: string) => {
    send(`{"id":"${id}","type":"subscribe","payload":${cases[0]![1](id)}}`);
    expect(await next()).toMatchObject({ id, type: "error" });
  };
  await ask("first");
  const unit = await tenMilliseconds();
  expect(await busyFor((attempt) => ask(String(attempt)))).toBeLessThan(TENS * unit);
});
