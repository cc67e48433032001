import { describe, expect, test } from "vitest";
import { character, location, timelineEvent, worldFlag, worldObject } from "../../support/own-types.ts";
import { type OpenStore, useStore } from "../../support/store.ts";

const CIRCE = "character:odyssey:circe";
const ODYSSEUS = "character:odyssey:odysseus";
const AEAEA = "location:odyssey:aeaea";
const ITHACA = "location:odyssey:ithaca";
const WAND = "object:odyssey:wand";
const BOW = "object:odyssey:bow";
const LOOM = "object:odyssey:loom";

export function removalClaims(open: OpenStore): void {
  describe("a removal", () => {
    const at = useStore(open);

    test("of a character clears what it held, and nothing else", async () => {
      await furnish();
      const untouched = [ODYSSEUS, AEAEA, ITHACA, BOW, LOOM, "event:odyssey:feast", "flag:odyssey:storm"];
      const before = await Promise.all(untouched.map(at.get));
      await at.remove(character, CIRCE);
      expect(await at.get(CIRCE)).toBeNull();
      expect(await at.get(WAND)).toMatchObject({ holder: null, version: 11, born: 6 });
      expect(await Promise.all(untouched.map(at.get))).toEqual(before);
      expect(await at.ids("World.characters", "world:odyssey")).toEqual([ODYSSEUS]);
      expect(await at.ids("Location.characters", AEAEA)).toEqual([ODYSSEUS]);
      expect(await at.ids("Character.inventory", CIRCE)).toEqual([]);
      expect(await at.ids("Character.inventory", ODYSSEUS)).toEqual([BOW]);
      expect(await at.ids("World.objects", "world:odyssey")).toEqual([BOW, LOOM, WAND]);
      expect((await at.state("odyssey"))?.counts).toMatchObject({ Character: 1, WorldObject: 3 });
    });

    test("of a location clears who stands there, what lies there and the ways to it", async () => {
      await furnish();
      await at.remove(location, AEAEA);
      expect(await at.get(AEAEA)).toBeNull();
      expect(await at.get(CIRCE)).toMatchObject({ location: null, version: 11 });
      expect(await at.get(ODYSSEUS)).toMatchObject({ location: null, version: 11 });
      expect(await at.get(LOOM)).toMatchObject({ holder: null, version: 11 });
      expect(await at.get(WAND)).toMatchObject({ holder: CIRCE, version: 6 });
      expect(await at.get(ITHACA)).toMatchObject({ exits: [{ label: "home", to: ITHACA }], version: 11 });
      expect(await at.ids("Location.characters", AEAEA)).toEqual([]);
      expect(await at.ids("World.characters", "world:odyssey", { filter: { location: AEAEA } })).toEqual([]);
      expect(await at.ids("Location.objects", AEAEA)).toEqual([]);
      expect(await at.ids("World.locations", "world:odyssey")).toEqual([ITHACA]);
    });

    test("leaves what is made again under the id without the old one's contents", async () => {
      await furnish();
      await at.remove(location, AEAEA);
      await at.create(location, AEAEA);
      expect(await at.ids("Location.characters", AEAEA)).toEqual([]);
      expect(await at.ids("Location.objects", AEAEA)).toEqual([]);
      expect(await at.ids("Location.entrances", AEAEA)).toEqual([]);
      expect(await at.ids("Entity.timeline", AEAEA)).toEqual([]);
    });

    test("finds what the same change has just put there", async () => {
      await furnish();
      await at.change("odyssey", async (draft) => {
        await draft.update(worldObject, await draft.need(worldObject, BOW), { holder: CIRCE });
        await draft.update(worldObject, await draft.need(worldObject, WAND), { holder: ODYSSEUS });
        await draft.remove(character, await draft.need(character, CIRCE));
      });
      expect(await at.get(BOW)).toMatchObject({ holder: null });
      expect(await at.get(WAND)).toMatchObject({ holder: ODYSSEUS });
      expect(await at.ids("Character.inventory", ODYSSEUS)).toEqual([WAND]);
    });

    test("isn't undone by an update with an image from before it", async () => {
      await furnish();
      await at.change("odyssey", async (draft) => {
        const before = await draft.need(character, CIRCE);
        await draft.remove(location, await draft.need(location, AEAEA));
        await draft.update(character, before, { name: "Kirke" });
      });
      expect(await at.get(CIRCE)).toMatchObject({ name: "Kirke", location: null });
      const revived = at.change("odyssey", async (draft) => {
        const before = await draft.need(character, CIRCE);
        await draft.remove(character, before);
        await draft.update(character, before, { name: "Circe" });
      });
      await expect(revived).rejects.toThrow("was removed");
      expect(await at.get(CIRCE)).toMatchObject({ name: "Kirke" });
    });

    test("of what the same change made leaves no trace", async () => {
      await furnish();
      const id = "character:odyssey:elpenor";
      await at.change("odyssey", async (draft) => {
        await draft.remove(
          character,
          await draft.create(character, id, { ...(await draft.get(character, CIRCE)) }),
        );
        await draft.update(character, await draft.need(character, CIRCE), { name: "Kirke" });
      });
      expect(await at.get(id)).toBeNull();
      expect((await at.log("world:odyssey")).at(-1)!.entities.map((one) => one.id)).toEqual([CIRCE]);
      expect((await at.state("odyssey"))?.counts.Character).toBe(2);
    });

    test("of a location with an exit to itself is one", async () => {
      await furnish();
      await at.remove(location, ITHACA);
      expect(await at.get(ITHACA)).toBeNull();
      expect(await at.ids("World.locations", "world:odyssey")).toEqual([AEAEA]);
      expect((await at.state("odyssey"))?.counts.Location).toBe(1);
    });

    /** Ten changes: two locations, two characters, three objects, an event and a flag. */
    async function furnish(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(location, ITHACA);
      await at.create(location, AEAEA, { exits: [{ label: "south", to: ITHACA }] });
      await at.create(character, CIRCE, { location: AEAEA });
      await at.create(character, ODYSSEUS, { location: AEAEA });
      await at.create(worldObject, WAND, { holder: CIRCE });
      await at.create(worldObject, BOW, { holder: ODYSSEUS });
      await at.create(worldObject, LOOM, { holder: AEAEA });
      await at.change("odyssey", async (draft) => {
        const ithaca = await draft.need(location, ITHACA);
        const exits = [
          { label: "west", to: AEAEA },
          { label: "home", to: ITHACA },
          { label: "by night", to: AEAEA },
        ];
        await draft.update(location, ithaca, { exits });
      });
      await at.change("odyssey", async (draft) => {
        const at = "2026-01-01T00:00:00.000Z";
        const event = { kind: "feast", summary: "A feast.", occurredAt: at, moment: null, data: null };
        await draft.create(timelineEvent, "event:odyssey:feast", { ...event, involves: [CIRCE, AEAEA] });
        await draft.create(worldFlag, "flag:odyssey:storm", { key: "storm", value: true });
      });
    }
  });
}
