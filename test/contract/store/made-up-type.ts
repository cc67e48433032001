import { describe, expect, test } from "vitest";
import { defineEntity } from "../../../src/entities/define.ts";
import { reference, text } from "../../../src/entities/fields.ts";
import { location } from "../../support/own-types.ts";
import { type OpenStore, sorted, useStore } from "../../support/store.ts";

const vessel = defineEntity("Vessel", {
  prefix: "vessel",
  plural: "vessels",
  ttl: 60,
  fields: {
    name: text({ max: 100 }),
    rig: text({ max: 100, optional: true }),
    sails: text({ max: 100, optional: true }),
    berth: reference("Location", { edge: "BERTHED_AT", optional: true }),
  },
  lists: {
    "World.vessels": { filters: ["sails", "rig"], order: ["name"] },
    "Location.vessels": { parent: "berth", order: ["name"] },
  },
});

/** An anchor can't be without its vessel. */
const anchor = defineEntity("Anchor", {
  prefix: "anchor",
  plural: "anchors",
  ttl: null,
  fields: { vessel: reference("Vessel", { edge: "HOLDS" }) },
  lists: { "Vessel.anchors": { parent: "vessel", order: ["createdAt"], hidden: true } },
});

const ARGO = "vessel:odyssey:argo";
const SWAN = "vessel:odyssey:swan";
const PYLOS = "location:odyssey:pylos";

export function madeUpTypeClaims(open: OpenStore): void {
  describe("a type that no store was made for", () => {
    const at = useStore(open, { extra: [vessel, anchor] });

    test("is read, listed and counted", async () => {
      await furnish();
      expect(await at.get(ARGO)).toEqual({
        __typename: "Vessel",
        id: ARGO,
        version: 3,
        born: 3,
        seq: 0,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:00.000Z",
        name: "Argo",
        rig: "galley",
        sails: null,
        berth: PYLOS,
      });
      expect(await at.ids("World.vessels", "world:odyssey")).toEqual([ARGO, SWAN]);
      expect(await at.ids("World.vessels", "world:odyssey", { filter: { rig: "sloop" } })).toEqual([SWAN]);
      expect(await at.ids("Location.vessels", PYLOS)).toEqual([ARGO, SWAN]);
      expect((await at.state("odyssey"))?.counts.Vessel).toBe(2);
    });

    test("is changed, and its keys are told", async () => {
      await furnish();
      const { commits } = await at.update(vessel, ARGO, { rig: "wreck", berth: null });
      expect(sorted(commits[0]!.entry.keys)).toEqual([
        "location:pylos:vessels",
        "state",
        "vessel:argo:state",
        "vessels:rig=galley",
        "vessels:rig=wreck",
      ]);
      const put = commits[0]!.puts.find(({ slot }) => slot.key === "vessel:argo:state");
      expect(put?.slot).toMatchObject({ type: "Vessel", ttl: 60 });
      expect(await at.ids("Location.vessels", PYLOS)).toEqual([SWAN]);
    });

    test("is cleared when what it refers to is deleted", async () => {
      await furnish();
      const { commits } = await at.remove(location, PYLOS);
      expect(await at.get(ARGO)).toMatchObject({ berth: null, version: 5 });
      expect(await at.ids("Location.vessels", PYLOS)).toEqual([]);
      expect(await at.ids("World.vessels", "world:odyssey")).toEqual([ARGO, SWAN]);
      expect(commits[0]!.entry.keys).toEqual(
        expect.arrayContaining(["vessel:argo:state", "vessel:swan:state", "location:pylos:vessels"]),
      );
    });

    test("keeps what it can't be without from being deleted", async () => {
      await furnish();
      await at.create(anchor, "anchor:odyssey:iron", { vessel: ARGO });
      await expect(at.remove(vessel, ARGO)).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await at.get(ARGO)).not.toBeNull();
      await at.remove(anchor, "anchor:odyssey:iron");
      await at.remove(vessel, ARGO);
      expect((await at.state("odyssey"))?.counts).toMatchObject({ Vessel: 1, Anchor: 0 });
    });

    test("is found by filters whatever their values hold", async () => {
      await at.createWorld("odyssey");
      const odd = [
        { rig: "a&sails=b", sails: null },
        { rig: "a", sails: "b" },
        { rig: "a%26sails=b", sails: null },
        { rig: "😀=&%", sails: "\uFFFD:@" },
      ];
      for (const [index, fields] of odd.entries())
        await at.create(vessel, `vessel:odyssey:v${index}`, fields);
      for (const [index, { rig, sails }] of odd.entries()) {
        const filter: Record<string, string> = sails ? { sails, rig: rig } : { rig };
        expect(await at.ids("World.vessels", "world:odyssey", { filter })).toEqual([
          `vessel:odyssey:v${index}`,
        ]);
      }
    });

    test("goes with its world", async () => {
      await furnish();
      await at.deleteWorld("odyssey");
      await at.createWorld("odyssey");
      expect(await at.get(ARGO)).toBeNull();
      expect(await at.ids("World.vessels", "world:odyssey")).toEqual([]);
    });

    test("is part of a dump", async () => {
      await furnish();
      const found: string[] = [];
      for await (const batch of at.store.dump("odyssey")) found.push(...batch.map(({ id }) => id));
      expect(found).toEqual(["world:odyssey", PYLOS, ARGO, SWAN]);
    });

    async function furnish(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(location, PYLOS);
      await at.create(vessel, ARGO, { name: "Argo", rig: "galley", berth: PYLOS });
      await at.create(vessel, SWAN, { name: "Swan", rig: "sloop", berth: PYLOS });
    }
  });
}
