import { describe, expect, test } from "vitest";
import { type Refusal, useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

const NO_ID = "this is no id; expected an id such as";
const OTHER_KIND = "this is another kind of id; expected an id such as";

describe("a look-up refuses", () => {
  const cases: [name: string, query: string, refusal: Refusal][] = [
    ["an id that is none", `{ world(id: "ithaca") { id } }`, { field: "id", says: `${NO_ID} world:<id>` }],
    ["an empty id", `{ world(id: "") { id } }`, { field: "id", says: NO_ID }],
    ["a number for an id", `{ world(id: 7) { id } }`, { field: "id", says: NO_ID }],
    [
      "an id of another type",
      `{ world(id: "character:ithaca:odysseus") { id } }`,
      { field: "id", says: `${OTHER_KIND} world:<id>` },
    ],
    [
      "a world's id where a character's is due",
      `{ character(id: "world:ithaca") { id } }`,
      { field: "id", says: `${OTHER_KIND} character:<world>:<id>` },
    ],
    ["a node's id of no known type", `{ node(id: "ship:ithaca:argo") { id } }`, { field: "id", says: NO_ID }],
    [
      "a node's id called __proto__",
      `{ node(id: "__proto__:ithaca:a") { id } }`,
      { field: "id", says: NO_ID },
    ],
    [
      "a node's id called constructor",
      `{ node(id: "constructor:ithaca:a") { id } }`,
      { field: "id", says: NO_ID },
    ],
    [
      "one bad id among good ones",
      `{ nodes(ids: ["world:ithaca", "world:troy", "x"]) { id } }`,
      { field: "ids.2", says: NO_ID },
    ],
    [
      "a flag's key that is none",
      `{ world(id: "world:ithaca") { id flag(key: "a b") { id } } }`,
      { field: "key", says: "expected 1 to 64 letters, digits, - or _" },
    ],
  ];
  test.each(cases)("%s", (_, query, refusal) => at.refused(query, undefined, refusal));

  test("a NUL byte, a lone surrogate or megabytes in an id", async () => {
    for (const id of ["world:ithaca\0", "world:itha\ud800ca", `world:${"i".repeat(3_000_000)}`])
      await at.refused("query ($id: ID!) { world(id: $id) { id } }", { id }, { field: "id", says: NO_ID });
  });

  test("a hundred and one ids, and answers a hundred, also of the same node", async () => {
    const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const ids = Array<string>(100).fill("world:ithaca");
    const refusal = { field: "ids", says: "there are 101; expected at most 100 ids" };
    await at.refused(query, { ids: [...ids, "world:troy"] }, refusal);
    await at.refused(query, { ids: Array(100_000).fill("x") }, { field: "ids", says: "there are 100000" });
    const tooMany = { field: "body", says: "body: it holds more than 131072 values" };
    await at.refused(query, { ids: Array(1_000_000).fill("x") }, tooMany);
    expect((await at.gateway.data(query, { ids })).nodes).toEqual(ids.map((id) => ({ id })));
  });
});

describe("a mutation refuses", () => {
  const update = (id: string) =>
    `mutation { updateCharacter(input: { id: "${id}", name: "Nobody" }) { version } }`;
  const move = (to: string) =>
    `mutation { moveCharacter(input: { id: "character:ithaca:odysseus", locationId: "${to}" }) { version } }`;
  const cases: [name: string, query: string, refusal: Refusal][] = [
    [
      "an id that is none",
      update("odysseus"),
      { field: "input.id", says: `${NO_ID} character:<world>:<id>` },
    ],
    ["an id of another type", update("location:ithaca:palace"), { field: "input.id", says: OTHER_KIND }],
    [
      "an unknown id",
      update("character:ithaca:nobody"),
      { code: "NOT_FOUND", field: "input.id", says: "character:ithaca:nobody isn't there" },
    ],
    [
      "an id in an unknown world",
      update("character:scheria:nausicaa"),
      { code: "NOT_FOUND", field: "input.id", says: "isn't there" },
    ],
    [
      "an unknown world",
      `mutation { createCharacter(input: { worldId: "world:scheria", name: "Nausicaa" }) { version } }`,
      { code: "NOT_FOUND", field: "input.worldId", says: "world:scheria isn't there" },
    ],
    [
      "a reference of another type",
      move("character:ithaca:penelope"),
      { field: "input.locationId", says: `${OTHER_KIND} location:<world>:<id>` },
    ],
    [
      "a reference into another world",
      move("location:troy:gate"),
      { field: "input.locationId", says: "is in another world; expected something in world:ithaca" },
    ],
    [
      "a reference to nothing",
      move("location:ithaca:nowhere"),
      { code: "NOT_FOUND", field: "input.locationId", says: "location:ithaca:nowhere isn't there" },
    ],
    [
      "a move that doesn't say where to",
      `mutation { moveCharacter(input: { id: "character:ithaca:odysseus" }) { version } }`,
      { field: "input.locationId", says: "it is missing; expected an id, or null for nowhere" },
    ],
    [
      "a taken id",
      `mutation { createCharacter(input: { worldId: "world:ithaca", id: "odysseus", name: "Outis" }) { version } }`,
      { code: "CONFLICT", field: "input.id", says: "character:ithaca:odysseus is taken" },
    ],
    [
      "a world's taken id",
      `mutation { createWorld(input: { id: "troy", name: "Ilios" }) { version } }`,
      { code: "CONFLICT", field: "input.id", says: "world:troy is taken" },
    ],
    [
      "an event's taken id in a batch",
      `mutation { addTimelineEvents(input: { worldId: "world:ithaca", events: [
        { id: "new", kind: "k", summary: "s" }, { id: "return", kind: "k", summary: "s" }
      ] }) { version } }`,
      { code: "CONFLICT", field: "input.events.1.id", says: "event:ithaca:return is taken" },
    ],
    [
      "an id that two events of a batch have",
      `mutation { addTimelineEvents(input: { worldId: "world:ithaca", events: [
        { id: "new", kind: "k", summary: "s" }, { id: "new", kind: "k", summary: "s" }
      ] }) { version } }`,
      { field: "input.events.1.id", says: "another event of this batch has it" },
    ],
    [
      "an unknown scope to purge",
      `mutation { purgeCache(input: { scope: "world:scheria" }) { version } }`,
      { code: "NOT_FOUND", field: "input.scope", says: "world:scheria isn't there" },
    ],
    [
      "a scope to purge that is none",
      `mutation { purgeCache(input: { scope: "character:ithaca:odysseus" }) { version } }`,
      { field: "input.scope", says: `expected a world's id, or "worlds"` },
    ],
  ];
  test.each(cases)("%s", (_, query, refusal) => at.refused(query, undefined, refusal));

  test.each(["", "a b", "a:b", "é", "a\0", "x".repeat(65)])("%j for an id of something new", (id) =>
    at.refused(
      `mutation ($id: String) { createWorld(input: { id: $id, name: "W" }) { version } }`,
      { id },
      { field: "input.id", says: "expected 1 to 64 letters, digits, - or _" },
    ),
  );
});
