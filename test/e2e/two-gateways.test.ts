import { beforeEach, describe, expect, test } from "vitest";
import { EVERY_MUTATION, nameOfCase } from "../support/every-mutation.ts";
import { EVERYTHING } from "../support/everything.ts";
import { ROUNDS, SEED } from "../support/made-up.ts";
import { mutationOf, plainSteps } from "../support/plain-steps.ts";
import { createPlainWorld, VIEW } from "../support/plain-world.ts";
import { makeSmallOdyssey, remakeSmallOdyssey } from "../support/small-odyssey.ts";
import { useTwoGateways, useTwoSharedGateways } from "../support/use-gateway.ts";

const worldId = "world:odyssey";

describe("a change on one of two gateways on one store, whose world is made anew for each,", () => {
  const { a, b } = useTwoSharedGateways();
  beforeEach(async () => {
    await remakeSmallOdyssey(a);
    await b.cache.relay.poll();
  });

  test.each(EVERY_MUTATION.map((one) => [nameOfCase(one), one] as const))(
    "is all or nothing on the other before that polls, and all there after: %s",
    async (_, { mutation, input }) => {
      const before = await b.data(EVERYTHING);
      expect(before).toEqual(await a.data(EVERYTHING));
      await a.change(mutation, input);
      const after = await a.data(EVERYTHING);
      expect([before, after]).toContainEqual(await b.data(EVERYTHING));
      await b.cache.relay.poll();
      expect(await b.data(EVERYTHING)).toEqual(after);
    },
  );
});

describe("a change on one of two gateways on one store", () => {
  const { a, b } = useTwoGateways();
  beforeEach(() => makeSmallOdyssey(a));

  test("that makes a world again shows the other nothing of the old one", async () => {
    await b.data(EVERYTHING);
    await a.change("deleteWorld", { id: worldId });
    await a.change("createWorld", { id: "odyssey", name: "Ulysses" });
    await a.change("createCharacter", { worldId, id: "odysseus", name: "Leopold" });
    await b.cache.relay.poll();
    const seen = await b.data(EVERYTHING);
    expect(seen.world).toMatchObject({
      name: "Ulysses",
      version: 17,
      flags: [],
      characters: { nodes: [{ name: "Leopold", timeline: { nodes: [] }, inventory: { nodes: [] } }] },
      timeline: { nodes: [] },
    });
    expect(seen).toEqual(await a.data(EVERYTHING));
  });

  test("that makes a character again doesn't have the other's events name it", async () => {
    await b.data(EVERYTHING);
    await a.change("deleteCharacter", { id: "character:odyssey:odysseus" });
    await a.change("createCharacter", { worldId, id: "odysseus", name: "Leopold" });
    const query = `{
      event(id: "event:odyssey:sailing") { involves { name } }
      character(id: "character:odyssey:odysseus") { name timeline { nodes { id } } }
    }`;
    const old = {
      event: { involves: [{ name: "Odysseus" }] },
      character: {
        name: "Odysseus",
        timeline: { nodes: [{ id: "event:odyssey:sailing" }, { id: "event:odyssey:building" }] },
      },
    };
    expect(await b.data(query)).toEqual(old);
    await b.cache.relay.poll();
    expect(await b.data(query)).toEqual({
      event: { involves: [] },
      character: { name: "Leopold", timeline: { nodes: [] } },
    });
  });

  test("is applied once when its retry goes to the other", async () => {
    const input = { worldId, name: "Sail", idempotencyKey: "once" };
    const first = await a.change("createObject", input, "object { id version }");
    expect(await b.change("createObject", input, "object { id version }")).toEqual(first);
    expect(await b.refusal("createObject", { ...input, name: "Mast" })).toMatchObject({ code: "CONFLICT" });
    const both = await Promise.all(
      [a, b, a, b].map((at) => at.change("createWorld", { name: "One", idempotencyKey: "k" })),
    );
    expect(new Set(both.map(({ worldId: made }) => made)).size).toBe(1);
  });

  test("purges the other's caches, too", async () => {
    await b.data(EVERYTHING);
    await a.change("purgeCache", { scope: worldId });
    await b.cache.relay.poll();
    b.watched.forget();
    expect((await b.data(EVERYTHING)).world.version).toBe(15);
    expect(b.watched.batches.length).toBeGreaterThan(3);
  });
});

describe("changes on two gateways in turn", () => {
  const { a, b } = useTwoGateways();

  test("are seen by both, each after the other's poll", async () => {
    const model = createPlainWorld();
    let applied = 0;
    for (const step of plainSteps(SEED)) {
      const [writer, other] = applied % 3 ? [a, b] : [b, a];
      const [mutation, input] = mutationOf(step);
      const told = `${JSON.stringify(step)}, after ${applied} changes`;
      const before = model.view();
      const code = model.apply(step);
      if (code) expect(await writer.refusal(mutation, input), told).toMatchObject({ code });
      else await writer.change(mutation, input);
      expect(await writer.data(VIEW), told).toEqual(model.view());
      expect([before, model.view()], told).toContainEqual(await other.data(VIEW));
      await other.cache.relay.poll();
      expect(await other.data(VIEW), told).toEqual(model.view());
      if (!code && ++applied === 60 * ROUNDS) break;
    }
  });
});
