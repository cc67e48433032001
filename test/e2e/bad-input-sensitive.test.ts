import { afterAll, beforeAll, expect, test } from "vitest";
import { defineEntity } from "../../src/entities/define.ts";
import { number, record, text } from "../../src/entities/fields.ts";
import { sensitive } from "../../src/entities/private-fields.ts";
import { type Answer, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { privateTypes } from "../support/private-types.ts";

/** Its seal is an input object, beside the JSON, numbers and texts of other types. */
const letter = defineEntity("Letter", {
  prefix: "letter",
  plural: "letters",
  fields: {
    name: text({ max: 100 }),
    seal: sensitive(record({ motto: text({ max: 5 }), weight: number() }, { optional: true })),
  },
});
const letterSdl = /* GraphQL */ `
  type Letter implements Node { id: ID! world: World! name: String! seal: JSON version: Version! createdAt: DateTime! updatedAt: DateTime! }
  extend enum EntityType { LETTER }
  extend type WorldState { letterCount: Int! }
  extend type Query { letter(id: ID!): Letter }
  extend type Mutation {
    createLetter(input: CreateLetterInput!): LetterPayload
    updateLetter(input: UpdateLetterInput!): LetterPayload
  }
  input SealInput { motto: String! weight: Float! }
  input CreateLetterInput { worldId: ID! name: String! seal: SealInput }
  input UpdateLetterInput { id: ID! name: String seal: JSON }
  type LetterPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! letter: Letter! }
`;

const SECRET = "31337";
const log = keepLog("trace");
let gateway: TestGateway;
beforeAll(async () => {
  const extra = {
    ...privateTypes,
    definitions: [...privateTypes.definitions, letter],
    typeDefs: [...privateTypes.typeDefs, letterSdl],
  };
  gateway = await startTestGateway({}, { extra, logger: log.logger });
  await gateway.data('mutation { createWorld(input: { id: "w", name: "W" }) { version } }');
});
afterAll(() => gateway?.close());

/** The only error's field and what it says after that. */
function saidOf({ errors = [] }: Answer): string[] {
  expect(JSON.stringify(errors)).not.toContain(SECRET);
  expect(log.lines.filter((line) => line.includes(SECRET))).toEqual([]);
  return errors.map(({ message, extensions: { code, field } }) => {
    expect(code).toBe("BAD_USER_INPUT");
    return `${message.replace(field, "…")} (${field})`;
  });
}

const purse = { worldId: "world:w", name: "bag" };
const sealed = { worldId: "world:w", name: "letter" };

test.each<[string, string, unknown, string]>([
  ["a number for a text", "Purse", { ...purse, pin: 31337 }, "…: expected a string (input.pin)"],
  ["a list for a text", "Purse", { ...purse, pin: [[SECRET]] }, "…: expected a string (input.pin)"],
  ["a text for a number", "Purse", { ...purse, coins: SECRET }, "…: expected a number (input.coins)"],
  [
    "a text that is too long",
    "Purse",
    { ...purse, pin: SECRET.repeat(9) },
    "…: expected at most 40 characters (input.pin)",
  ],
  [
    "text that is refused",
    "Purse",
    { ...purse, pin: `${SECRET}\0` },
    "…: expected text without NUL characters or lone surrogates (input.pin)",
  ],
  [
    "JSON that is refused",
    "Purse",
    { ...purse, notes: { [SECRET]: `${SECRET}\0` } },
    "…: expected JSON without NUL characters or lone surrogates (input.notes)",
  ],
  [
    "a part that is refused",
    "Letter",
    { ...sealed, seal: { motto: `long ${SECRET}`, weight: 1 } },
    "…: expected at most 5 characters (input.seal)",
  ],
  [
    "a part of another type",
    "Letter",
    { ...sealed, seal: { motto: "m", weight: SECRET } },
    "…: expected a number (input.seal)",
  ],
  [
    "a part that isn't known",
    "Letter",
    { ...sealed, seal: { motto: "m", weight: 1, [SECRET]: 1 } },
    "…: expected one of motto, weight (input.seal)",
  ],
  [
    "an input within a text",
    "Purse",
    JSON.stringify({ pin: SECRET }),
    "…: this is a string; expected an object of type CreatePurseInput (input)",
  ],
])("%s is refused in a sensitive field without being repeated", async (_, type, input, said) => {
  const mutation = `create${type}`;
  const document = (name: string) =>
    `mutation ($input: Create${type}Input!) { ${mutation}(input: ${name}) { version } }`;
  expect(saidOf(await gateway.send(document("$input"), { input }))).toEqual([said]);
});

test("a variable that stands for a sensitive field isn't repeated either, nor is what a document says of one", async () => {
  const document =
    'mutation ($code: String) { createPurse(input: { worldId: "world:w", name: "bag", pin: $code }) { version } }';
  expect(saidOf(await gateway.send(document, { code: 31337 }))).toEqual(["…: expected a string (input.pin)"]);
  const literal = `mutation { createPurse(input: { worldId: "world:w", name: "bag", coins: "${SECRET}", pin: ${SECRET} }) { version } }`;
  expect(saidOf(await gateway.send(literal)).toSorted()).toEqual([
    "…: expected a number (input.coins)",
    "…: expected a string (input.pin)",
  ]);
});

test("names of parts that a schema doesn't know aren't repeated by the definition", async () => {
  const { createLetter } = await gateway.data(
    'mutation { createLetter(input: { worldId: "world:w", name: "letter" }) { letter { id } } }',
  );
  const input = { id: createLetter.letter.id, seal: { motto: "m", weight: 1, [SECRET]: 1 } };
  const answer = await gateway.send(
    "mutation ($input: UpdateLetterInput!) { updateLetter(input: $input) { version } }",
    { input },
  );
  expect(saidOf(answer)).toEqual(["…: expected no other members (input.seal)"]);
});

test("a value for all eyes is named where it is refused", async () => {
  const { errors } = await gateway.send(
    "mutation ($input: CreatePurseInput!) { createPurse(input: $input) { version } }",
    { input: { ...purse, name: 31337 } },
  );
  expect(errors![0].message).toBe("input.name: this is 31337; expected a string");
});
