import { describe, expect, test } from "vitest";
import { definitionsWith } from "../../support/other-definitions.ts";
import { character, world } from "../../support/own-types.ts";
import { actionsOn, imported, type OpenStore, sorted, useStore } from "../../support/store.ts";
import { tale } from "../../support/tale.ts";
import { listsOf } from "../../support/tale-lists.ts";

const ODYSSEY = "world:odyssey";
const HOMER = "character:odyssey:homer";
const id = (local: string) => `tale:odyssey:${local}`;
const RETURN = id("return");
const at1 = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

/** `shared`: several programs can use the store at once. */
export function standingClaims(open: OpenStore, shared: boolean): void {
  describe("an entity that isn't published", () => {
    const at = useStore(open, { extra: [tale] });

    test("is kept, stands in lists of such and in hidden ones, and is counted nowhere", async () => {
      await furnish();
      const made = await at.create(tale, RETURN, { publication: "DRAFT", length: "LONG", teller: HOMER });
      expect(await at.get(RETURN)).toEqual(made.value);
      expect(await listsOf(at.store)).toEqual({ unpublished: [RETURN], every: [RETURN] });
      const { counts = {}, latest } = (await at.state("odyssey")) ?? {};
      expect({ count: counts.Tale ?? 0, latest }).toEqual({ count: 0, latest: {} });
    });

    test("is told to nobody by the change that makes, edits or removes it, which moves the version on", async () => {
      await furnish();
      const changes = [
        await at.create(tale, RETURN, { publication: "DRAFT", teller: HOMER }),
        await at.update(tale, RETURN, { name: "The Return", length: "LONG" }),
        await at.remove(tale, RETURN),
      ];
      for (const [index, { commits, versions }] of changes.entries()) {
        const [{ entry, puts }] = commits as [(typeof commits)[number]];
        expect(versions).toEqual({ [ODYSSEY]: 3 + index });
        expect(entry).toMatchObject({ flush: false, entities: [], state: [], keys: ["state"] });
        expect(entry.untold).toEqual([{ id: RETURN, type: "Tale" }]);
        expect(puts.map(({ slot }) => slot.key)).toEqual(["state"]);
      }
      expect(await listsOf(at.store)).toEqual({});
    });

    test("is told as made when it is published, with all that it enters", async () => {
      await furnish();
      await at.create(tale, RETURN, {
        publication: "DRAFT",
        length: "LONG",
        teller: HOMER,
        occurredAt: at1(1),
      });
      const { commits, value } = await at.update(tale, RETURN, { publication: "PUBLISHED" });
      const [{ entry, puts }] = commits as [(typeof commits)[number]];
      const tags = [`${HOMER}.tales`, ...["epics", "tales", "telling"].map((list) => `${ODYSSEY}.${list}`)];
      const [told] = entry.entities;
      expect(entry.untold).toBeUndefined();
      expect(told).toMatchObject({ id: RETURN, kind: "CREATED" });
      expect(told).not.toHaveProperty("fields");
      expect(sorted(told!.tags)).toEqual(tags);
      expect(told!.moves!.every(({ from, to }) => !from && to)).toBe(true);
      expect(entry.state).toEqual(["taleCount", "latestTale"]);
      expect(sorted(entry.keys)).toEqual([
        "character:homer:tales",
        "epics",
        "state",
        "tale:return:state",
        ...["", ":length=LONG", ":length=LONG&teller=character:odyssey:homer"].map((one) => `tales${one}`),
        "tales:teller=character:odyssey:homer",
        "telling:oldest",
        "telling:recent",
      ]);
      expect(puts.find(({ slot }) => slot.about === "Tale")?.value).toEqual(value);
      expect(await listsOf(at.store)).toEqual({
        tales: [RETURN],
        epics: [RETURN],
        told: [RETURN],
        published: [RETURN],
        every: [RETURN],
      });
      expect(await at.state("odyssey")).toMatchObject({
        counts: { Tale: 1 },
        latest: { Tale: { id: RETURN } },
      });
    });

    test("was one that everybody saw: it is told as gone, and absent from then on", async () => {
      await furnish();
      for (const [day, local] of ["first", "return", "last"].entries())
        await at.create(tale, id(local), { teller: HOMER, occurredAt: at1(day + 1) });
      const { commits } = await at.update(tale, id("last"), { publication: "DRAFT" });
      const [{ entry, puts }] = commits as [(typeof commits)[number]];
      expect(entry.entities).toMatchObject([{ id: id("last"), kind: "DELETED" }]);
      expect(entry.entities[0]!.moves!.every(({ from, to }) => from && !to)).toBe(true);
      expect(puts.find(({ slot }) => slot.about === "Tale")?.value).toBeNull();
      expect(await listsOf(at.store)).toMatchObject({
        tales: [id("first"), RETURN],
        unpublished: [id("last")],
        every: [id("first"), id("last"), RETURN],
      });
      expect(await at.state("odyssey")).toMatchObject({
        counts: { Tale: 2 },
        latest: { Tale: { id: RETURN } },
      });
      // From one published state to another it is changed as any other.
      const { commits: read } = await at.update(tale, RETURN, { publication: "READ" });
      expect(read[0]!.entry.entities).toMatchObject([
        { kind: "UPDATED", fields: ["publication", "version", "updatedAt"] },
      ]);
    });

    test("loses its references to what is deleted, unseen", async () => {
      await furnish();
      await at.create(tale, RETURN, { publication: "DRAFT", teller: HOMER });
      const { commits } = await at.remove(character, HOMER);
      expect(await at.get(RETURN)).toMatchObject({ teller: null, version: 4 });
      expect(commits[0]!.entry.entities.map((one) => one.id)).toEqual([HOMER]);
      expect(commits[0]!.entry.keys).not.toContain("tale:return:state");
    });

    test("is imported and dumped with all others, those that are published first in their order", async () => {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([imported(world, ODYSSEY), imported(character, HOMER)]);
      const facts = [
        ["a", "DRAFT", 9],
        ["b", "PUBLISHED", 3],
        ["c", "READ", 2],
        ["d", "DRAFT", 1],
      ] as const;
      await importer.write(
        facts.map(([local, publication, day]) =>
          imported(tale, id(local), { publication, occurredAt: at1(day), teller: HOMER }),
        ),
      );
      await importer.finish();
      expect(await at.state("odyssey")).toMatchObject({
        counts: { Tale: 2 },
        latest: { Tale: { id: id("b") } },
      });
      expect(await listsOf(at.store)).toMatchObject({
        tales: [id("b"), id("c")],
        unpublished: [id("a"), id("d")],
      });
      const dumped: string[] = [];
      for await (const batch of at.store.dump("odyssey")) dumped.push(...batch.map((one) => one.id));
      expect(dumped).toEqual([ODYSSEY, HOMER, ...["c", "b", "a", "d"].map(id)]);
    });

    test("is filed anew in lists that its writer didn't know, from the log and from the rows", async () => {
      if (!shared) return;
      await furnish();
      await at.create(tale, id("a"), { publication: "DRAFT", teller: HOMER });
      const lists = { "Character.unpublishedTales": { order: ["length", "name"] } };
      const store = await at.beside!(definitionsWith(lists, [], at.registry.definitions));
      const newer = actionsOn(() => store);
      const unpublished = () => newer.ids("Character.unpublishedTales", HOMER);
      expect(await unpublished()).toEqual([id("a")]);
      await at.create(tale, id("b"), { publication: "DRAFT", teller: HOMER, length: "LONG" });
      await at.update(tale, id("a"), { name: "z" });
      expect(await unpublished()).toEqual([id("b"), id("a")]);
      await at.update(tale, id("b"), { publication: "PUBLISHED" });
      expect(await unpublished()).toEqual([id("a")]);
      // Where a definition asks for something else, each stands where it belongs by that.
      const other = await at.beside!(
        at.registry.definitions.map((one) =>
          one.name === "Tale" ? { ...one, published: { length: "SHORT" } } : one,
        ),
      );
      const shorts = actionsOn(() => other);
      expect(await shorts.ids("World.tales", ODYSSEY)).toEqual([id("a")]);
      expect(await shorts.ids("Character.unpublishedTales", HOMER)).toEqual([id("b")]);
    });

    async function furnish(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(character, HOMER);
    }
  });
}
