import { describe, expect, test } from "vitest";
import { character, location, worldObject } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, sorted, useStore } from "../../support/store.ts";

export function listClaims(open: OpenStore): void {
  describe("lists", () => {
    const at = useStore(open);

    test("are ordered by name, by code point, and then by id", async () => {
      await at.createWorld("odyssey");
      const names = [
        "b",
        "😀",
        "\uFFFD",
        "a",
        "Z",
        "é",
        "e\u0301",
        "a b",
        "a",
        "ab",
        "\u{10FFFF}",
        " a",
        "zz",
      ];
      await at.change("odyssey", async (draft) => {
        for (const [index, name] of names.entries()) {
          const id = `character:odyssey:c${10 + index}`;
          await draft.create(character, id, sampleOf(character, id, { name }));
        }
      });
      const expected = names
        .map((name, index) => ({ name, id: `character:odyssey:c${10 + index}` }))
        .sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.id, b.id))
        .map(({ id }) => id);
      expect(await at.ids("World.characters", "world:odyssey")).toEqual(expected);
      expect(await at.walk("World.characters", "world:odyssey", 1)).toEqual(expected);
    });

    test("are empty for a node that holds nothing or isn't there", async () => {
      await at.createWorld("odyssey");
      await at.create(location, "location:odyssey:ithaca");
      const owners = [
        ["World.characters", "world:odyssey"],
        ["World.characters", "world:nowhere"],
        ["World.timeline", "world:odyssey"],
        ["Location.characters", "location:odyssey:ithaca"],
        ["Location.characters", "location:odyssey:nowhere"],
        ["Character.inventory", "character:odyssey:nobody"],
        ["Entity.timeline", "location:odyssey:ithaca"],
        ["Entity.timeline", "character:odyssey:nobody"],
      ] as const;
      const { values } = await at.store.read(
        owners.map(([coordinate, owner]) => ({
          kind: "list",
          coordinate,
          owner,
          filter: {},
          after: null,
          limit: 10,
        })),
      );
      expect(values).toEqual(owners.map(() => ({ entries: [], more: false, total: 0 })));
    });

    test("find what matches their filters, alone and combined", async () => {
      await at.createWorld("odyssey");
      const places = ["location:odyssey:ithaca", "location:odyssey:aeaea"];
      for (const place of places) await at.create(location, place);
      const everyone = ["el", "fr", "pt-BR"].flatMap((language) =>
        ["ACTIVE", "DORMANT"].flatMap((status) =>
          [null, ...places].map((place, index) => ({
            id: `character:odyssey:${language}-${status}-${index}`,
            fields: { language, status, location: place },
          })),
        ),
      );
      await at.change("odyssey", async (draft) => {
        for (const { id, fields } of everyone)
          await draft.create(character, id, sampleOf(character, id, fields));
      });
      for (const language of [undefined, "el", "fr", "pt-BR", "de"])
        for (const status of [undefined, "ACTIVE", "DORMANT"])
          for (const place of [undefined, ...places, "location:odyssey:nowhere"]) {
            const filter: Record<string, string> = {};
            if (place) filter.location = place;
            if (status) filter.status = status;
            if (language) filter.language = language;
            const matching = everyone.filter(({ fields }) =>
              Object.entries(filter).every(([name, value]) => fields[name as "language"] === value),
            );
            expect(await at.ids("World.characters", "world:odyssey", { filter })).toEqual(
              sorted(matching.map(({ id }) => id)),
            );
          }
    });

    test("have an entry in its new place once it is renamed", async () => {
      await at.createWorld("odyssey");
      for (const name of ["a", "b", "c"]) await at.create(character, `character:odyssey:${name}`);
      await at.update(character, "character:odyssey:a", { name: "d" });
      expect(await at.ids("World.characters", "world:odyssey")).toEqual([
        "character:odyssey:b",
        "character:odyssey:c",
        "character:odyssey:a",
      ]);
      expect(await at.ids("World.characters", "world:odyssey", { filter: { status: "ACTIVE" } })).toEqual([
        "character:odyssey:b",
        "character:odyssey:c",
        "character:odyssey:a",
      ]);
    });

    test("lose an entry that moves on to another owner or filter", async () => {
      await at.createWorld("odyssey");
      await at.create(location, "location:odyssey:ithaca");
      await at.create(location, "location:odyssey:aeaea");
      const id = "character:odyssey:odysseus";
      await at.create(character, id, { language: "el", location: "location:odyssey:aeaea" });
      await at.update(character, id, { language: "fr", location: "location:odyssey:ithaca" });
      const languages = ["el", "fr"].map((language) =>
        at.ids("World.characters", "world:odyssey", { filter: { language } }),
      );
      expect(await Promise.all(languages)).toEqual([[], [id]]);
      expect(await at.ids("Location.characters", "location:odyssey:aeaea")).toEqual([]);
      expect(await at.ids("Location.characters", "location:odyssey:ithaca")).toEqual([id]);
      await at.update(character, id, { location: null });
      expect(await at.ids("Location.characters", "location:odyssey:ithaca")).toEqual([]);
      expect(await at.ids("World.characters", "world:odyssey")).toEqual([id]);
    });

    test("tell what a character holds from what lies somewhere, under the same local id", async () => {
      await at.createWorld("odyssey");
      await at.create(location, "location:odyssey:argo");
      await at.create(character, "character:odyssey:argo");
      await at.create(worldObject, "object:odyssey:oar", { holder: "location:odyssey:argo" });
      await at.create(worldObject, "object:odyssey:sail", { holder: "character:odyssey:argo" });
      await at.create(worldObject, "object:odyssey:wind");
      expect(await at.ids("Location.objects", "location:odyssey:argo")).toEqual(["object:odyssey:oar"]);
      expect(await at.ids("Character.inventory", "character:odyssey:argo")).toEqual(["object:odyssey:sail"]);
      expect(await at.ids("World.objects", "world:odyssey")).toEqual([
        "object:odyssey:oar",
        "object:odyssey:sail",
        "object:odyssey:wind",
      ]);
    });

    test("keep worlds apart whose entities have the same local ids", async () => {
      for (const name of ["odyssey", "iliad"]) {
        await at.createWorld(name);
        await at.create(location, `location:${name}:sea`);
        await at.create(character, `character:${name}:nestor`, { location: `location:${name}:sea` });
      }
      await at.remove(character, "character:iliad:nestor");
      expect(await at.ids("World.characters", "world:odyssey")).toEqual(["character:odyssey:nestor"]);
      expect(await at.ids("Location.characters", "location:odyssey:sea")).toEqual([
        "character:odyssey:nestor",
      ]);
      expect(await at.ids("Location.characters", "location:iliad:sea")).toEqual([]);
    });
  });
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
