import { describe, expect, test } from "vitest";
import { turnOfTheLoop } from "../../support/clock.ts";
import { character } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const ID = "character:odyssey:circe";

export function epochClaims(open: OpenStore): void {
  describe("an epoch", () => {
    const at = useStore(open);
    const epoch = async () => (await at.store.versions([])).epoch;
    const make = (idempotencyKey: string | null = null) =>
      at.store.change({
        scopes: ["world:odyssey"],
        idempotencyKey,
        work: (draft) => draft.create(character, ID, sampleOf(character, ID)),
      });

    test("is another one once it was renewed, and stays so", async () => {
      const before = await epoch();
      const renewed = await at.store.renewEpoch();
      expect(renewed).not.toBe(before);
      expect([await epoch(), await epoch()]).toEqual([renewed, renewed]);
      expect(await at.store.renewEpoch()).not.toBe(renewed);
    });

    test("takes nothing away when it is renewed", async () => {
      await at.createWorld("odyssey");
      await make();
      const [entity, log] = [await at.get(ID), await at.log("world:odyssey")];
      await at.store.renewEpoch();
      expect(await at.get(ID)).toEqual(entity);
      expect(await at.log("world:odyssey")).toEqual(log);
      expect((await at.update(character, ID, { name: "Kirke" })).versions).toEqual({ "world:odyssey": 3 });
    });

    test("is named by each change, also by one of nothing", async () => {
      const first = await epoch();
      expect((await at.createWorld("odyssey")).epoch).toBe(first);
      const renewed = await at.store.renewEpoch();
      expect((await make()).epoch).toBe(renewed);
      expect((await at.change("odyssey", async () => null)).epoch).toBe(renewed);
    });

    test("is named by a retry as it is then", async () => {
      await at.createWorld("odyssey");
      const { epoch: first } = await make("k");
      const renewed = await at.store.renewEpoch();
      expect(await make("k")).toMatchObject({
        epoch: renewed,
        versions: { "world:odyssey": 2 },
        commits: [],
      });
      expect(first).not.toBe(renewed);
    });

    test("is that of the moment when the change is committed: whoever renews it waits for what is under way", async () => {
      await at.createWorld("odyssey");
      const first = await epoch();
      const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const changing = at.store.change({
        scopes: ["world:odyssey"],
        work: async (draft) => {
          begun.resolve();
          await go.promise;
          return draft.create(character, ID, sampleOf(character, ID));
        },
      });
      await begun.promise;
      const order: string[] = [];
      const renewing = at.store.renewEpoch().then(() => order.push("renewed"));
      void changing.then(() => order.push("changed"));
      await turnOfTheLoop();
      go.resolve();
      expect((await changing).epoch).toBe(first);
      await renewing;
      expect(order).toEqual(["changed", "renewed"]);
    });
  });
}
