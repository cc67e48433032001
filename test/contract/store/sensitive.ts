import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { character, ownTypes } from "../../support/own-types.ts";
import { purse, vault } from "../../support/private-types.ts";
import { actionsOn, imported, type OpenStore, useStore } from "../../support/store.ts";

const PURSE = "purse:odyssey:bag";
const VAULT = "vault:odyssey:cave";
const CIRCE = "character:odyssey:circe";
const SECRETS = { coins: 31337.5, notes: { buried: ["31337 paces"] }, pin: "pin-31337" };
const SECRET = /31337/;

export function sensitiveClaims(open: OpenStore): void {
  describe("sensitive fields", () => {
    const at = useStore(open, { extra: [purse, vault] });
    const whole = async (...ids: string[]) =>
      (await at.store.read(ids.map((id) => ({ kind: "sensitive", id }) as const)))
        .values as (Entity | null)[];

    /** Versions 1 to 4. */
    async function begin(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(character, CIRCE);
      await at.create(purse, PURSE, { ...SECRETS, hint: "under the oar", holder: CIRCE });
      await at.create(vault, VAULT, { code: "31337" });
    }

    test("are answered to who asks for them, in one batch with all else, and left out otherwise", async () => {
      await begin();
      const { values, versions } = await at.store.read([
        { kind: "entity", id: PURSE },
        { kind: "sensitive", id: PURSE },
        { kind: "sensitive", id: "purse:odyssey:none" },
        { kind: "sensitive", id: "purse:nowhere:bag" },
        { kind: "sensitive", id: VAULT },
        { kind: "together", scope: "world:odyssey", type: "Vault" },
        { kind: "sensitive", id: CIRCE },
      ]);
      const [shown, full, ...others] = values as Entity[];
      expect(full).toEqual({ ...shown, ...SECRETS });
      for (const name of purse.sensitive) expect(shown).not.toHaveProperty(name);
      expect(shown).toMatchObject({ name: "bag", hint: "under the oar", version: 3 });
      const { code, ...key } = others[2]!;
      expect(code).toBe("31337");
      expect(others).toEqual([null, null, { code, ...key }, [key], await at.get(CIRCE)]);
      expect(versions.get("world:odyssey")).toEqual({ before: 4, after: 4 });
    });

    test("are read by a change, and can be reckoned with", async () => {
      await begin();
      const pay = (coins: number) =>
        at.change("odyssey", async (draft) => {
          const from = await draft.need(purse, PURSE);
          await draft.update(purse, from, { coins: from.coins - coins });
          return (await draft.need(purse, PURSE)).version;
        });
      await pay(100);
      await pay(237.5);
      expect(await whole(PURSE)).toMatchObject([{ ...SECRETS, coins: 31_000 }]);
    });

    test("stay when other fields are changed, or a reference is cleared", async () => {
      await begin();
      await at.update(purse, PURSE, { name: "sack" });
      await at.remove(character, CIRCE);
      await at.update(vault, VAULT, { name: "grotto" });
      expect(await whole(PURSE, VAULT)).toMatchObject([
        { ...SECRETS, name: "sack", holder: null, version: 6 },
        { code: "31337", name: "grotto" },
      ]);
    });

    test("that alone are changed make a version, and are named in the log without their values", async () => {
      await begin();
      const { version: before, updatedAt } = (await at.get(PURSE))!;
      await at.clock.advance(1_000);
      const { commits } = await at.update(purse, PURSE, { pin: "another 31337" });
      expect(commits[0]!.entry.entities).toEqual([
        { id: PURSE, type: "Purse", kind: "UPDATED", fields: ["pin", "version", "updatedAt"], tags: [] },
      ]);
      const now = (await at.get(PURSE))!;
      expect(now.version).toBe(before + 2);
      expect(now.updatedAt > updatedAt).toBe(true);
      const { commits: none } = await at.update(purse, PURSE, { pin: "another 31337" });
      expect(none).toEqual([]);
      expect(JSON.stringify(await at.log("world:odyssey"))).not.toMatch(SECRET);
    });

    test("aren't among what a change hands to caches, also where that is one value of a type", async () => {
      await begin();
      const changes = [
        await at.create(purse, "purse:odyssey:other", SECRETS),
        await at.update(purse, PURSE, { coins: 313_370 }),
        await at.update(vault, VAULT, { code: "313370" }),
        await at.remove(character, CIRCE),
      ];
      const puts = changes.flatMap(({ commits }) => commits.flatMap((commit) => commit.puts));
      expect(JSON.stringify(puts)).not.toMatch(SECRET);
      const shown = (key: string) => puts.filter(({ slot }) => slot.key === key).at(-1)!.value;
      expect(shown("purse:bag:state")).toEqual(await at.get(PURSE));
      expect(shown("vaults")).toEqual([expect.objectContaining({ name: "cave", version: 7 })]);
    });

    test("aren't in what a change answers, be it made or found done", async () => {
      await begin();
      const move = () =>
        at.store.change({
          scopes: ["world:odyssey"],
          idempotencyKey: "once",
          work: async (draft) => {
            const bag = await draft.update(purse, await draft.need(purse, PURSE), { name: "sack" });
            const cave = await draft.need(vault, VAULT);
            return { bag, both: [{ of: cave }, bag], count: 2, none: null };
          },
        });
      const first = await move();
      const bag = (await at.get(PURSE))!;
      const { code: _, ...cave } = (await whole(VAULT))[0]!;
      expect(first.value).toEqual({ bag, both: [{ of: cave }, bag], count: 2, none: null });
      expect(await move()).toEqual({ ...first, commits: [] });
    });

    test("aren't in a dump, and are kept where an import brings them", async () => {
      await begin();
      const entities: Entity[] = [];
      for await (const batch of at.store.dump("odyssey")) entities.push(...batch);
      expect(entities.map(({ id }) => id).toSorted()).toEqual(
        ["world:odyssey", CIRCE, PURSE, VAULT].toSorted(),
      );
      expect(JSON.stringify(entities)).not.toMatch(SECRET);
      const importer = await at.store.beginImport("odyssey");
      const world = entities.find(({ id }) => id === "world:odyssey")!;
      await importer.write([{ ...world, version: 0, born: 0 }, imported(purse, PURSE, SECRETS)]);
      const { commits } = await importer.finish();
      expect(await whole(PURSE, VAULT)).toMatchObject([SECRETS, null]);
      expect(JSON.stringify(commits)).not.toMatch(SECRET);
    });

    test("can't be lost to an update of what was read without them", async () => {
      await begin();
      const read = (await at.get(PURSE))!;
      const change = at.change("odyssey", (draft) => draft.update(purse, read, { name: "sack" }));
      await expect(change).rejects.toThrow(`${PURSE} was read without its coins, notes, pin`);
      expect(await whole(PURSE)).toMatchObject([{ ...SECRETS, name: "bag", version: 3 }]);
    });

    test("are kept, and published by nobody, where another release changes their entity that doesn't know them", async (context) => {
      if (!at.damage) return context.skip("no other program has this store");
      await begin();
      const { coins: _, notes: __, pin: ___, ...fields } = purse.fields;
      const plain = { ...purse, fields, sensitive: [] };
      const other = await at.beside!([...ownTypes, plain]);
      const { commits, value } = await actionsOn(() => other).update(plain, PURSE, { name: "sack" });
      const { values } = await other.read([{ kind: "entity", id: PURSE }]);
      expect(values).toMatchObject([{ name: "sack", hint: "under the oar" }]);
      expect(JSON.stringify([commits, value, values])).not.toMatch(SECRET);
      expect(await whole(PURSE)).toMatchObject([{ ...SECRETS, name: "sack" }]);
    });

    test("have their defaults in rows that are older than they are, and otherwise make one unreadable", async (context) => {
      if (!at.damage) return context.skip("nothing gets behind this store's back");
      await begin();
      await at.damage.lose(PURSE, "coins");
      await at.damage.lose(PURSE, "pin");
      expect(await whole(PURSE)).toMatchObject([{ ...SECRETS, coins: 0, pin: null }]);
      await at.damage.lose(PURSE, "name");
      expect(await whole(PURSE)).toEqual([expect.objectContaining({ unreadableId: PURSE })]);
      await at.change("odyssey", async (draft) => {
        const fields = { name: "mended" };
        await draft.update(purse, await draft.need(purse, PURSE, undefined, { fields }), fields);
      });
      expect(await whole(PURSE)).toMatchObject([{ name: "mended", coins: 0, notes: SECRETS.notes }]);
    });
  });
}
