import { describe, expect, test } from "vitest";
import { defineEntity } from "../../../src/entities/define.ts";
import { oneOf, reference } from "../../../src/entities/fields.ts";
import { character } from "../../support/own-types.ts";
import { type OpenStore, sorted, useStore } from "../../support/store.ts";
import { tale } from "../../support/tale.ts";

const ODYSSEY = "world:odyssey";
const HOMER = "character:odyssey:homer";
const RETURN = "tale:odyssey:return";

/** Nobody is told of it: that a tale was read aloud, once. */
const reading = defineEntity("Reading", {
  prefix: "reading",
  plural: "readings",
  internal: true,
  max: 2,
  fields: { mood: oneOf(["GAY", "GRIM"]), by: reference("Character", { edge: "READ_BY", optional: true }) },
  lists: { "Character.readings": { parent: "by", order: ["mood"] } },
});

/** What follows in a store from what a definition says of a type, or of a list, as a whole. */
export function typeOptionClaims(open: OpenStore): void {
  describe("a list with a condition", () => {
    const at = useStore(open, { extra: [tale] });

    test("gains and loses what comes to meet it and no longer does, and tells of it", async () => {
      await at.createWorld("odyssey");
      await at.create(tale, RETURN);
      const { commits } = await at.update(tale, RETURN, { length: "LONG" });
      const [told] = commits[0]!.entry.entities;
      expect(told!.moves![told!.tags.indexOf(`${ODYSSEY}.epics`)]).toEqual({ to: {} });
      expect(commits[0]!.entry.keys).toContain("epics");
      expect(await at.ids("World.epics", ODYSSEY)).toEqual([RETURN]);
      const { commits: same } = await at.update(tale, RETURN, {
        teller: null,
        occurredAt: "2026-01-01T00:00:00Z",
      });
      expect(same[0]!.entry.keys).not.toContain("epics");
      await at.update(tale, RETURN, { length: "SHORT" });
      expect(await at.ids("World.epics", ODYSSEY)).toEqual([]);
      expect(await at.ids("World.tales", ODYSSEY)).toEqual([RETURN]);
    });
  });

  describe("an entity of an internal type", () => {
    const at = useStore(open, { extra: [reading] });
    const FIRST = "reading:odyssey:first";

    test("is kept, counted, listed and cached as any other, and told to nobody", async () => {
      await at.createWorld("odyssey");
      await at.create(character, HOMER);
      const { commits, value } = await at.create(reading, FIRST, { mood: "GRIM", by: HOMER });
      const [{ entry, puts }] = commits as [(typeof commits)[number]];
      expect(entry).toMatchObject({ entities: [], untold: [{ id: FIRST, type: "Reading" }], state: [] });
      expect(sorted(entry.keys)).toEqual(["character:homer:readings", "reading:first:state", "state"]);
      expect(puts.map(({ slot }) => slot.key)).toEqual(["reading:first:state", "state"]);
      expect(await at.get(FIRST)).toEqual(value);
      expect(await at.ids("Character.readings", HOMER)).toEqual([FIRST]);
      await at.create(reading, "reading:odyssey:second", { mood: "GAY" });
      await expect(at.create(reading, "reading:odyssey:third", { mood: "GAY" })).rejects.toMatchObject({
        code: "CONFLICT",
      });
      const { commits: removed } = await at.remove(character, HOMER);
      expect(await at.get(FIRST)).toMatchObject({ by: null });
      expect(removed[0]!.entry.entities.map((one) => one.id)).toEqual([HOMER]);
      expect(removed[0]!.entry.keys).toContain("reading:first:state");
    });
  });

  describe("a virtual entity", () => {
    const square = defineEntity("Square", {
      prefix: "square",
      plural: "squares",
      fields: {},
      virtual: (local) => (/^[a-h][1-8]$/.test(local) ? {} : null),
    });
    const piece = defineEntity("Piece", {
      prefix: "piece",
      plural: "pieces",
      fields: { on: reference("Square", { edge: "ON", optional: true }) },
      lists: { "Square.pieces": { parent: "on", order: ["createdAt"] } },
    });
    const at = useStore(open, { extra: [square, piece] });
    const A1 = "square:odyssey:a1";

    test("owns lists of what refers to it, and has no row", async () => {
      await at.createWorld("odyssey");
      const { commits } = await at.create(piece, "piece:odyssey:rook", { on: A1 });
      expect(commits[0]!.entry.entities[0]!.tags).toEqual([`${A1}.pieces`]);
      expect(await at.ids("Square.pieces", A1)).toEqual(["piece:odyssey:rook"]);
      expect(await at.get(A1)).toBeNull();
      await at.update(piece, "piece:odyssey:rook", { on: "square:odyssey:a8" });
      expect(await at.ids("Square.pieces", A1)).toEqual([]);
    });

    test("is there inside a change for each id that means something, as long as its world is", async () => {
      await at.createWorld("odyssey");
      const seen = await at.change("odyssey", async (draft) => [
        (await draft.needAny(A1)).id,
        await draft.get(square, "square:odyssey:z9"),
      ]);
      expect(seen.value).toEqual([A1, null]);
      await expect(at.change("iliad", (draft) => draft.needAny("square:iliad:a1"))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });

    test("is neither made nor removed", async () => {
      await at.createWorld("odyssey");
      await expect(
        at.change("odyssey", (draft) => draft.create(square, "square:odyssey:z9", {})),
      ).rejects.toThrow("Square is virtual");
      const removal = at.change("odyssey", async (draft) => draft.remove(square, await draft.needAny(A1)));
      await expect(removal).rejects.toThrow("Square is virtual");
      expect(await at.version(ODYSSEY)).toBe(1);
    });
  });
}
