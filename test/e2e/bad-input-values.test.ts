import { describe, test } from "vitest";
import { type Refusal, useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

type Input = Record<string, unknown>;

/** Sends one mutation with its input as a variable, which may be called anything. */
function refused(mutation: string, input: unknown, refusal: Refusal): Promise<void> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  return at.refused(
    `mutation ($it: ${type}!) { ${mutation}(input: $it) { version } }`,
    { it: input },
    refusal,
  );
}

const worldId = "world:ithaca";
const event = (fields: Input) => ({ worldId, kind: "journey", summary: "He sails on.", ...fields });
const UNSTORABLE = "expected text without NUL characters or lone surrogates";

describe("text is refused", () => {
  const blank = "expected 1 to 200 characters, not all blank";
  test.each(["", " ", "\t\n\u00a0\u3000"])("as a name that is empty or blank: %j", async (name) => {
    await refused("createWorld", { name }, { field: "input.name", says: blank });
    await refused("updateWorld", { id: worldId, name }, { field: "input.name", says: blank });
    await refused("createCharacter", { worldId, name }, { field: "input.name", says: blank });
  });

  test("as a name that is too long", () =>
    refused(
      "createWorld",
      { name: "x".repeat(201) },
      { field: "input.name", says: "at most 200 characters" },
    ));

  test("as a summary of a megabyte", () =>
    refused("addTimelineEvent", event({ summary: "s".repeat(1_000_000) }), {
      field: "input.summary",
      says: "expected at most 10000 characters",
    }));

  test("as null where something must stand", () =>
    refused(
      "updateWorld",
      { id: worldId, name: null },
      {
        field: "input.name",
        says: "it can't be null; expected a value, or to be left out",
      },
    ));

  const places: [mutation: string, field: string, input: (value: string) => Input, says?: string][] = [
    ["createWorld", "name", (name) => ({ name })],
    ["createWorld", "description", (description) => ({ name: "W", description })],
    [
      "createWorld",
      "idempotencyKey",
      (idempotencyKey) => ({ name: "W", idempotencyKey }),
      "1 to 200 characters",
    ],
    ["createCharacter", "traits.1", (trait) => ({ worldId, name: "C", traits: ["sly", trait] })],
    ["createCharacter", "language", (language) => ({ worldId, name: "C", language })],
    ["createLocation", "kind", (kind) => ({ worldId, name: "L", kind })],
    ["addTimelineEvent", "kind", (kind) => event({ kind })],
    ["addTimelineEvent", "summary", (summary) => event({ summary })],
    ["addTimelineEvent", "moment", (moment) => event({ moment })],
    [
      "connectLocations",
      "label",
      (label) => ({ fromId: "location:ithaca:palace", toId: "location:ithaca:harbour", label }),
    ],
    ["setWorldFlag", "key", (key) => ({ worldId, key, value: 1 }), "1 to 64 letters, digits, - or _"],
  ];
  test.each(places)(
    "with a NUL byte or a lone surrogate: %s %s",
    async (mutation, field, input, says = UNSTORABLE) => {
      for (const bad of ["a\0b", "\0", "a\ud800", "\udc00b"])
        await refused(mutation, input(bad), { field: `input.${field}`, says });
    },
  );

  test("with a lone surrogate that is written into the document", () =>
    at.refused(String.raw`mutation { createWorld(input: { name: "\uD800" }) { version } }`, undefined, {
      field: "query",
      says: "Syntax Error: Invalid Unicode escape sequence",
    }));

  test("with a bad trait, by its number", () =>
    refused(
      "createCharacter",
      { worldId, name: "C", traits: ["sly", ""] },
      {
        field: "input.traits.1",
        says: "expected 1 to 100 characters, not all blank",
      },
    ));
});

describe("JSON is refused", () => {
  const flag = (value: unknown) => ({ worldId, key: "k", value });
  const refuse = (value: unknown, says: string) =>
    refused("setWorldFlag", flag(value), { field: "input.value", says });

  test("as a flag of two megabytes", () =>
    refuse("x".repeat(2_000_000), "expected JSON of at most 16384 bytes"));
  test("as a flag of null", () => refuse(null, "it can't be null; expected a value"));
  test("as a flag that is left out", () =>
    refused(
      "setWorldFlag",
      { worldId, key: "k" },
      { field: "input.value", says: "it is missing; expected a value" },
    ));

  test.each([{ "a\0": 1 }, { a: ["\0"] }, "\0", { "\ud800": 1 }, [["\udc00"]]])(
    "with NUL characters or lone surrogates in its keys or values: %j",
    (value) => refuse(value, "expected JSON without NUL characters or lone surrogates"),
  );

  const written = (value: string) =>
    `{ setWorldFlag(input: { worldId: "${worldId}", key: "k", value: ${value} }) { version } }`;

  test("nested too deeply", async () => {
    const says = "expected JSON nested at most 100 levels deep";
    const query = `mutation ($v: JSON!) ${written("$v")}`;
    const nested = (levels: number) => `{ "v": ${"[".repeat(levels)}${"]".repeat(levels)} }`;
    for (const levels of [102, 490])
      await at.refusedWritten(query, nested(levels), { field: "input.value", says });
    const body = `{ "query": ${JSON.stringify(query)}, "variables": ${nested(1_000_000)} }`;
    const headers = { "content-type": "application/json" };
    const refusal = { field: "body", says: "body: it is nested more than 500 levels deep" };
    await at.refusedRequest({ method: "POST", headers, body }, 400, refusal);
    const data = JSON.parse(`${"[".repeat(102)}${"]".repeat(102)}`);
    await refused("addTimelineEvent", event({ data }), { field: "input.data", says });
  });

  test("with numbers that JSON can't write", async () => {
    const refusal = { field: "input.value", says: "expected JSON whose numbers are finite" };
    await at.refused(`mutation ${written("[1e999]")}`, undefined, refusal);
    await at.refusedWritten(`mutation ($v: JSON!) ${written("$v")}`, '{ "v": { "x": -1e999 } }', refusal);
  });
});

describe("events are refused", () => {
  const batch = (events: unknown) => ({ worldId, events });
  test.each([0, 501, 600])("%i at once", (count) =>
    refused("addTimelineEvents", batch(Array(count).fill({ kind: "k", summary: "s" })), {
      field: "input.events",
      says: `there are ${count}; expected 1 to 500 events`,
    }),
  );

  test("for one that is bad, by its number", async () => {
    const good = { kind: "k", summary: "s" };
    await refused("addTimelineEvents", batch([good, good, { kind: "k", summary: " " }]), {
      field: "input.events.2.summary",
      says: "input.events.2.summary: expected 1 to 10000 characters",
    });
    await refused("addTimelineEvents", batch([good, { kind: "k" }]), {
      field: "input.events.1.summary",
      says: "input.events.1.summary: it is missing; expected a string",
    });
    await refused("addTimelineEvents", batch([good, { ...good, involves: ["character:ithaca:nobody"] }]), {
      code: "NOT_FOUND",
      field: "input.events.1.involves",
      says: "character:ithaca:nobody isn't there",
    });
  });

  test.each([
    "yesterday",
    "2026-02-30T00:00:00Z",
    "2026-01-01",
    "2026-01-01T24:00:00Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    1767225600000,
    "",
  ])("at %j, which is no moment", async (occurredAt) => {
    const says = 'expected an RFC 3339 date and time such as "2026-01-31T12:00:00.000Z"';
    await refused("addTimelineEvent", event({ occurredAt }), { field: "input.occurredAt", says });
    await at.refused(
      `mutation { addTimelineEvent(input: { worldId: "${worldId}", kind: "k", summary: "s", occurredAt: ${JSON.stringify(occurredAt)} }) { version } }`,
      undefined,
      { field: "input.occurredAt", says },
    );
  });
});

describe("a version is refused", () => {
  const says = "expected a whole number from 0 to 2^53-1";
  test.each(["-1", "1.5", "9007199254740992", "1e400", '"1"', "true", "[]"])(
    "that is %s",
    async (written) => {
      const refusal = { field: "input.expectedVersion", says };
      const query = (version: string) =>
        `(input: { id: "${worldId}", name: "W", expectedVersion: ${version} }) { version } }`;
      await at.refused(`mutation { updateWorld${query(written)}`, undefined, refusal);
      await at.refusedWritten(
        `mutation ($v: Version) { updateWorld${query("$v")}`,
        `{ "v": ${written} }`,
        refusal,
      );
    },
  );

  test.each([0, 2, 9_007_199_254_740_991])(
    "that another change has overtaken, or that isn't yet: %i",
    (expectedVersion) =>
      refused(
        "updateWorld",
        { id: worldId, name: "W", expectedVersion },
        {
          code: "CONFLICT",
          field: "input.expectedVersion",
          says: `expectedVersion is ${expectedVersion}, and the version is 1`,
        },
      ),
  );
});
