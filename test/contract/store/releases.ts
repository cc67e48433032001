import { describe, expect, test } from "vitest";
import { laterCharacter, laterTypes } from "../../support/later-release.ts";
import { character } from "../../support/own-types.ts";
import { actionsOn, type OpenStore, useStore } from "../../support/store.ts";

const ODYSSEY = "world:odyssey";
const CIRCE = "character:odyssey:circe";
const MEDEA = "character:odyssey:medea";

/** What a later release alone knows of a character: a value of each kind. */
const LATER = {
  rank: "COMMON",
  age: 3.5,
  motto: null,
  friends: ["Odysseus", "Glaucus"],
  home: { x: 1, y: -2.25 },
  notes: { isle: ["Aeaea", 1, null], text: "[1]" },
};

/** Two releases on one store, which know different fields of characters: `at` is the older one. */
export function releaseClaims(open: OpenStore): void {
  describe("a store that another release wrote", () => {
    const at = useStore(open);
    const beside = async () => {
      const store = await at.beside!(laterTypes);
      return { ...actionsOn(() => store), store };
    };

    test("upgrades a row of an older shape, and gives what it lacks its default", async () => {
      await at.createWorld("odyssey");
      await at.create(character, CIRCE, { name: "Circe", traits: ["royal", "sly"] });
      const later = await beside();
      const expected = {
        name: "Circe the Elder",
        traits: ["sly"],
        rank: "ROYAL",
        age: 20,
        motto: "none",
        friends: [],
        home: null,
        notes: null,
      };
      expect(await later.get(CIRCE)).toMatchObject({ ...expected, version: 2, born: 2 });
      // The row is as it was until somebody writes it.
      expect(await at.get(CIRCE)).toMatchObject({ name: "Circe", traits: ["royal", "sly"] });
      await later.update(laterCharacter, CIRCE, { age: 21 });
      expect(await later.get(CIRCE)).toMatchObject({ ...expected, age: 21, version: 3 });
    });

    test("upgrades no row twice, whichever release has written it since", async () => {
      await at.createWorld("odyssey");
      await at.create(character, CIRCE, { name: "Circe" });
      const later = await beside();
      for (const [age, language] of [
        [30, "el"],
        [40, "fr"],
      ] as const) {
        await later.update(laterCharacter, CIRCE, { age });
        await at.update(character, CIRCE, { language });
        expect(await later.get(CIRCE)).toMatchObject({ name: "Circe the Elder", age, language });
      }
      expect(await (await beside()).get(CIRCE)).toMatchObject({ name: "Circe the Elder", age: 40 });
    });

    test("keeps what it doesn't know of an entity when it changes it", async () => {
      await at.createWorld("odyssey");
      const later = await beside();
      await later.create(laterCharacter, CIRCE, { name: "Circe", ...LATER });
      await at.update(character, CIRCE, { description: "turns men into swine", traits: ["sly"] });
      const kept = { ...LATER, name: "Circe", description: "turns men into swine", traits: ["sly"] };
      expect(await later.get(CIRCE)).toMatchObject({ ...kept, version: 3, born: 2 });
      await at.update(character, CIRCE, { status: "DORMANT" });
      expect(await later.get(CIRCE)).toMatchObject({ ...kept, status: "DORMANT" });
    });

    test("keeps nothing of an entity that is made again under its id", async () => {
      await at.createWorld("odyssey");
      const later = await beside();
      await later.create(laterCharacter, CIRCE, { name: "Circe", ...LATER });
      await at.remove(character, CIRCE);
      await at.create(character, CIRCE, { name: "Circe" });
      expect(await later.get(CIRCE)).toMatchObject({ name: "Circe the Elder", age: 20, home: null });
    });

    test("finds upgraded entities where their lists have them now", async () => {
      await at.createWorld("odyssey");
      await at.create(character, CIRCE, { name: "M" });
      const later = await beside();
      await later.create(laterCharacter, MEDEA, { name: "M the Brave", rank: "ROYAL" });
      const ids = (of: Pick<typeof at, "ids">) => of.ids("World.characters", ODYSSEY);
      expect(await ids(later)).toEqual([MEDEA, CIRCE]);
      expect(await ids(at)).toEqual([CIRCE, MEDEA]);
      await at.update(character, MEDEA, { name: "A" });
      await later.update(laterCharacter, CIRCE, { name: "B" });
      for (const store of [at, later]) expect(await ids(store)).toEqual([MEDEA, CIRCE]);
    });

    test("has them in what is taken out of it whole", async () => {
      await at.createWorld("odyssey");
      await at.create(character, CIRCE, { name: "Circe", traits: ["royal"] });
      const { store } = await beside();
      const names: unknown[] = [];
      for await (const batch of store.dump("odyssey"))
        for (const { name, rank } of batch) names.push([name, rank]);
      expect(names).toContainEqual(["Circe the Elder", "ROYAL"]);
    });

    test("knows what each program knows that writes there", async () => {
      const { store } = await beside();
      const writers = await store.writers();
      expect(writers).toEqual(await at.store.writers());
      expect(writers.get(at.registry.writer)).toEqual(at.registry.known);
      expect([...writers.keys()]).toHaveLength(2);
    });
  });
}
