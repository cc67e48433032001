import { beforeEach, describe, expect, test } from "vitest";
import { EVERY_MUTATION, nameOfCase } from "../support/every-mutation.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const idempotencyKey = "the client's own";
const worldId = "world:odyssey";
const cases = EVERY_MUTATION.map((one) => [nameOfCase(one), one] as const);

describe("a mutation with an idempotency key", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));
  /** All versions, the deleted worlds' too. */
  const versions = async () => {
    const scopes = ["worlds", worldId, "world:ilias"];
    const { worlds } = await at.data("{ worlds { nodes { id version } } }");
    return [worlds, [...(await at.store.versions(scopes)).versions]];
  };

  test.each(cases)("is applied once, and its retry answers the same: %s", async (_, one) => {
    const input = { ...one.input, idempotencyKey };
    const first = await at.change(one.mutation, input, one.selection);
    const after = await versions();
    await at.clock.advance(60_000);
    expect(await at.change(one.mutation, input, one.selection)).toEqual(first);
    expect(await versions()).toEqual(after);
  });

  test.each(cases)("answers the same after what it made was changed and deleted: %s", async (_, one) => {
    const input = { ...one.input, idempotencyKey };
    const first = await at.change(one.mutation, input, one.selection);
    const made = Object.values(first).find(
      (value): value is { id: string } => !!value && typeof value === "object",
    );
    const [prefix] = made?.id?.split(":") ?? [];
    if (prefix && prefix !== "flag") {
      const type = prefix[0]!.toUpperCase() + prefix.slice(1);
      if (prefix !== "event") await at.change(`update${type}`, { id: made!.id, name: "Later" });
      const moveContentsTo = prefix === "location" ? "location:odyssey:olympus" : undefined;
      if (prefix !== "event" && made!.id !== moveContentsTo)
        await at.change(`delete${type}`, { id: made!.id, moveContentsTo });
    }
    const after = await versions();
    expect(await at.change(one.mutation, input, one.selection)).toEqual(first);
    const { data } = await at.send(`{ world(id: "${worldId}") { id } }`);
    if (data.world) await at.change("deleteWorld", { id: worldId });
    expect(await at.change(one.mutation, input, one.selection)).toEqual(first);
    if (!data.world) expect(await versions()).toEqual(after);
  });

  test.each(cases)("is refused when its key comes with another input: %s", async (_, one) => {
    await at.change(one.mutation, { ...one.input, idempotencyKey }, one.selection);
    const after = await versions();
    expect(await at.refusal(one.mutation, { ...one.other, idempotencyKey })).toEqual({
      code: "CONFLICT",
      field: "input.idempotencyKey",
    });
    expect(await versions()).toEqual(after);
  });

  test.each(cases)("is applied once when retries come at the same time: %s", async (_, one) => {
    const input = { ...one.input, idempotencyKey };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => at.change(one.mutation, input, one.selection)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const { versions: stored } = await at.store.versions([answers[0].worldId]);
    expect(stored.get(answers[0].worldId)).toBe(answers[0].version);
  });

  test("is refused when its key comes with another mutation", async () => {
    const input = { id: "character:odyssey:odysseus", idempotencyKey };
    await at.change("updateCharacter", input);
    for (const [mutation, rest] of [
      ["deleteCharacter", {}],
      ["moveCharacter", { locationId: null }],
    ] as const)
      expect(await at.refusal(mutation, { ...input, ...rest })).toEqual({
        code: "CONFLICT",
        field: "input.idempotencyKey",
      });
  });

  test("may use a key that another world's change used", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    for (const world of [worldId, "world:ilias"])
      await at.change("createObject", { worldId: world, id: "spear", name: "Spear", idempotencyKey });
    const query = '{ nodes(ids: ["object:odyssey:spear", "object:ilias:spear"]) { id } }';
    expect((await at.data(query)).nodes).toHaveLength(2);
  });

  test("that was refused isn't remembered: it succeeds when it can", async () => {
    const input = {
      worldId,
      id: "spear",
      name: "Spear",
      holderId: "character:odyssey:athena",
      idempotencyKey,
    };
    expect(await at.refusal("createObject", input)).toEqual({ code: "NOT_FOUND", field: "input.holderId" });
    await at.change("createCharacter", { worldId, id: "athena", name: "Athena" });
    expect((await at.change("createObject", input, "object { name }")).object.name).toBe("Spear");
  });

  test("doesn't make again what was deleted, and a world that was made again stays as it is", async () => {
    const input = { id: "ilias", name: "Iliad", idempotencyKey };
    await at.change("createWorld", input);
    await at.change("deleteWorld", { id: "world:ilias" });
    await at.change("createWorld", input);
    expect((await at.data('{ world(id: "world:ilias") { id } }')).world).toBeNull();
    await at.change("createWorld", { id: "ilias", name: "Another Iliad" });
    expect(await at.change("createWorld", input, "world { name }")).toMatchObject({
      version: 1,
      world: { name: "Iliad" },
    });
    expect((await at.data('{ world(id: "world:ilias") { name version } }')).world).toEqual({
      name: "Another Iliad",
      version: 3,
    });
  });

  test.each(["", "x".repeat(201), "a\0b", "\ud800"])("is refused with the key %j", async (key) => {
    const input = { worldId, name: "Spear", idempotencyKey: key };
    expect(await at.refusal("createObject", input)).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "input.idempotencyKey",
    });
  });
});
