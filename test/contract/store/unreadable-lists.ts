import { describe, expect, test } from "vitest";
import { definitionsWith } from "../../support/other-definitions.ts";
import { character, worldObject } from "../../support/own-types.ts";
import { actionsOn, type OpenStore, useStore } from "../../support/store.ts";

const WORLD = "world:iliad";
const ACHILLES = "character:iliad:achilles";
const SPEAR = "object:iliad:spear";
const SHIELD = "object:iliad:shield";
const LIST = "World.objects";

/** Objects can be filtered by their holder. */
const withHolder = definitionsWith({ [LIST]: { filters: ["holder"] } });

/** For a store that can be damaged behind its back, and that a program comes to which knows another list. */
export function unreadableListClaims(open: OpenStore): void {
  describe("a list that is indexed over what can't be read", () => {
    const at = useStore(open);
    const comeNewer = async () => {
      const store = await at.beside!(withHolder);
      return { ...actionsOn(() => store), store };
    };
    const held = (newer: ReturnType<typeof actionsOn>) =>
      newer.ids(LIST, WORLD, { filter: { holder: ACHILLES } });

    const counted = (newer: ReturnType<typeof actionsOn>) =>
      newer.total(LIST, WORLD, { filter: { holder: ACHILLES } });

    /** Versions 1 to 4. */
    async function begin(): Promise<void> {
      await at.createWorld("iliad");
      await at.create(character, ACHILLES);
      for (const id of [SPEAR, SHIELD]) await at.create(worldObject, id, { holder: ACHILLES });
    }

    test("has all but that, which comes into it when it is replaced", async () => {
      await begin();
      await at.damage!.garble(SPEAR);
      const newer = await comeNewer();
      expect(await held(newer)).toEqual([SHIELD]);
      expect(await counted(newer)).toBe(1);
      await newer.create(worldObject, SPEAR, { holder: ACHILLES });
      expect((await held(newer)).toSorted()).toEqual([SHIELD, SPEAR]);
      expect(await counted(newer)).toBe(2);
    });

    test("has what the other program replaced, and not what it removed", async () => {
      await begin();
      const newer = await comeNewer();
      expect(await held(newer)).toHaveLength(2);
      for (const id of [SPEAR, SHIELD]) await at.damage!.garble(id);
      await at.create(worldObject, SPEAR, { holder: ACHILLES });
      await at.store.change({
        scopes: [WORLD],
        work: async (draft) =>
          draft.remove(worldObject, await draft.need(worldObject, SHIELD, "id", "remove")),
      });
      expect(await held(newer)).toEqual([SPEAR]);
      expect(await counted(newer)).toBe(1);
    });

    test("is indexed from the rows where an entry of the log is what can't be read", async () => {
      await begin();
      const newer = await comeNewer();
      expect(await held(newer)).toHaveLength(2);
      await at.update(worldObject, SPEAR, { holder: null });
      await at.update(worldObject, SHIELD, { description: "Of seven hides." });
      await at.damage!.garbleLog(WORLD, 5);
      expect(await held(newer)).toEqual([SHIELD]);
    });

    test("is refused by the scope's name where its numbers are what can't be read", async () => {
      await begin();
      await at.damage!.garbleState(WORLD);
      const { store } = await comeNewer();
      const filter = { holder: ACHILLES };
      const query = { kind: "list", coordinate: LIST, owner: WORLD, filter } as const;
      const { values } = await store.read([{ ...query, after: null, limit: 10 }]);
      expect(values).toEqual([expect.objectContaining({ unreadableId: `the state of ${WORLD}` })]);
      // What is there is neither indexed nor in the way of what else is.
      await store.index();
    });
  });
}
