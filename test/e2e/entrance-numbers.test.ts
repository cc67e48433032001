import { describe, expect, test } from "vitest";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { type Refusal, useUntouchedWorld } from "../support/untouched-world.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const worldId = "world:ithaca";

describe("a number that no double keeps is refused", () => {
  const at = useUntouchedWorld();

  /** Wherever it may stand: in the document, in a body's variables, in a URL's, over WebSocket. */
  async function refusedEverywhere(
    document: (value: string) => string,
    type: string,
    written: string,
    refusal: Refusal,
  ): Promise<void> {
    const withVariable = document("$v").replace(/^(mutation|query)/, `$1 ($v: ${type})`);
    await at.refused(document(written), undefined, refusal);
    await at.refusedWritten(withVariable, `{ "v": ${written} }`, refusal);
    const { send, next } = await openAcknowledged(at.gateway.url);
    send(
      `{"id":"1","type":"subscribe","payload":{"query":${JSON.stringify(withVariable)},"variables":{"v":${written}}}}`,
    );
    const { payload } = await next();
    const [error] = Array.isArray(payload) ? payload : payload.errors;
    expect(error).toMatchObject({
      message: expect.stringMatching(refusal.says),
      extensions: { code: "BAD_USER_INPUT", field: refusal.field },
    });
  }

  const WHOLE = [
    "12345678901234567890",
    "9007199254740993",
    "-9007199254740993",
    "12345678901234567890.0",
    "1.2345678901234567890e19",
  ];

  test.each([
    ...WHOLE.map((one) => [one, one] as const),
    ["123 deep", "[[1, { a: [12345678901234567890] }]]"] as const,
  ])("as a flag, in literals and variables alike: %s", (_, written) => {
    const flag = (value: string) =>
      `mutation { setWorldFlag(input: { worldId: "${worldId}", key: "k", value: ${value} }) { version } }`;
    const refusal = {
      field: "input.value",
      says: "expected JSON whose whole numbers a double keeps, unlike",
    };
    const asJson = written.replace(" a:", ' "a":');
    return written === asJson
      ? refusedEverywhere(flag, "JSON!", written, refusal)
      : at
          .refused(flag(written), undefined, refusal)
          .then(() =>
            at.refusedWritten(
              flag("$v").replace("mutation", "mutation ($v: JSON!)"),
              `{ "v": ${asJson} }`,
              refusal,
            ),
          );
  });

  test.each([
    ["1e400", "finite"],
    ["-1e999", "finite"],
    ["1e-400", "a double can tell from 0"],
  ])("as a flag, since its size is lost: %s", (written, says) =>
    refusedEverywhere(
      (value) =>
        `mutation { setWorldFlag(input: { worldId: "${worldId}", key: "k", value: ${value} }) { version } }`,
      "JSON!",
      written,
      { field: "input.value", says },
    ),
  );

  test.each([...WHOLE, "1e400"])("as a coordinate: %s", (written) =>
    refusedEverywhere(
      (value) =>
        `mutation { createLocation(input: { worldId: "${worldId}", name: "L", kind: "k", coordinates: { x: ${value}, y: 1 } }) { version } }`,
      "Float!",
      written,
      { field: "input.coordinates.x", says: /^input\.coordinates\.x: this is .*; expected a number/ },
    ),
  );

  test.each(WHOLE)("as a version: %s", (written) =>
    refusedEverywhere(
      (value) =>
        `mutation { updateWorld(input: { id: "${worldId}", name: "W", expectedVersion: ${value} }) { version } }`,
      "Version",
      written,
      { field: "input.expectedVersion", says: /a whole number from 0 to 2\^53-1$/ },
    ),
  );

  test("as a page's size", () =>
    refusedEverywhere(
      (value) => `query { worlds(first: ${value}) { nodes { id } } }`,
      "Int",
      "9007199254740993",
      {
        field: "first",
        says: "expected a 32-bit whole number",
      },
    ));

  test("in a URL's variables", () =>
    at.refusedRequest(
      { method: "GET" },
      200,
      { field: "first", says: "this is 9007199254740993" },
      `?query=query($n:Int){worlds(first:$n){nodes{id}}}&variables={"n":9007199254740993}`,
    ));

  test("in an event's data, by the event's number", () =>
    at.refusedWritten(
      "mutation ($i: AddTimelineEventsInput!) { addTimelineEvents(input: $i) { version } }",
      `{ "i": { "worldId": "${worldId}", "events": [{ "kind": "k", "summary": "s" }, { "kind": "k", "summary": "s", "data": { "n": [9007199254740993] } }] } }`,
      { field: "input.events.1.data", says: "unlike 9007199254740993" },
    ));

  test("but an id is text, with as many digits as it has", async () => {
    const refusal = { field: "id", says: "id: this is no id" };
    await at.refused("{ node(id: 12345678901234567890) { id } }", undefined, refusal);
    await at.refusedWritten(
      "query ($v: ID!) { node(id: $v) { id } }",
      '{ "v": 12345678901234567890 }',
      refusal,
    );
  });

  test.each(["RED", "{ color: RED }", "[1, [{ a: [ON] }]]", "NaN", "undefined"])(
    "and so is a word that JSON doesn't have: %s",
    (value) =>
      at.refused(
        `mutation { setWorldFlag(input: { worldId: "${worldId}", key: "k", value: ${value} }) { version } }`,
        undefined,
        {
          field: "input.value",
          says: "expected JSON, whose words stand in quotes but for true, false and null",
        },
      ),
  );
});

describe("what is kept is stored as it was given", () => {
  const gateway = useSharedGateway();
  const read = async () =>
    (await gateway.data(`{ world(id: "world:w") { flag(key: "k") { value } } }`)).world.flag.value;
  const set = (value: string) =>
    `setWorldFlag(input: { worldId: "world:w", key: "k", value: ${value} }) { version }`;

  test.each([
    ["0.1", 0.1],
    ["0.1000000000000000055511151231257827", 0.1],
    ["9007199254740992", 9007199254740992],
    ["12345678901234567000", 12345678901234567000],
    ["1e300", 1e300],
    ["5e-324", 5e-324],
    ["-0", 0],
    ["1.0", 1],
  ])("%s", async (written, value) => {
    await gateway.send(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
    await gateway.data(`mutation { ${set(written)} }`);
    expect(await read()).toBe(value);
    const body = `{"query":"mutation ($v: JSON!) { ${set("[$v, { a: $v }]").replaceAll('"', '\\"')} }","variables":{"v":${written}}}`;
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(await answer.json()).not.toHaveProperty("errors");
    expect(await read()).toEqual([value, { a: value }]);
  });

  test("with variables inside a literal; one that isn't given leaves its member out, and is null in a list", async () => {
    await gateway.send(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
    const query = `mutation ($a: JSON, $b: String, $c: CharacterStatus, $d: Int = 7, $e: JSON) { ${set('{ a: $a, b: [$b, $e], c: $c, d: $d, e: $e, f: "x", n: null, t: true }')} }`;
    await gateway.data(query, { a: { x: [1] }, b: "é", c: "ACTIVE" });
    expect(await read()).toEqual({
      a: { x: [1] },
      b: ["é", null],
      c: "ACTIVE",
      d: 7,
      f: "x",
      n: null,
      t: true,
    });
    await gateway.data(query, { a: null, b: null, c: null, d: null, e: null });
    expect(await read()).toEqual({
      a: null,
      b: [null, null],
      c: null,
      d: null,
      e: null,
      f: "x",
      n: null,
      t: true,
    });
  });
});
