import { beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../support/gateway.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const worldId = "world:crowd";
const LANGUAGES = ["en", "fr", "pt-BR"];
const STATUSES = ["ACTIVE", "DORMANT"];
const PLACES = ["location:crowd:inn", "location:crowd:quay", null];

/** One of each language, status and place: 18, whose names say what they are. */
const crowd = LANGUAGES.flatMap((language) =>
  STATUSES.flatMap((status) =>
    PLACES.map((locationId) => ({
      language,
      status,
      locationId,
      name: `${language} ${status} ${locationId}`,
    })),
  ),
);
type Filter = { language?: string | null; status?: string | null; locationId?: string | null };

describe("characters", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    await at.change("createWorld", { id: "crowd", name: "A crowd" });
    await at.change("createLocation", { worldId, id: "inn", name: "Inn", kind: "house" });
    await at.change("createLocation", { worldId, id: "quay", name: "Quay", kind: "place" });
    for (const one of crowd) await at.change("createCharacter", { worldId, ...one });
  });
  const QUERY = `query ($filter: CharacterFilter, $first: Int, $after: String) {
    world(id: "${worldId}") { characters(first: $first, after: $after, filter: $filter) {
      nodes { name } pageInfo { hasNextPage endCursor }
    } }
  }`;
  const names = async (filter: Filter | null, first = 100): Promise<string[]> =>
    (await at.data(QUERY, { filter, first })).world.characters.nodes.map(
      ({ name }: { name: string }) => name,
    );
  const matching = (filter: Filter) =>
    crowd
      .filter((one) =>
        Object.entries(filter).every(([key, value]) => value === null || one[key as keyof Filter] === value),
      )
      .map(({ name }) => name)
      .sort();

  const filters: Filter[] = [{}, { language: null, status: null, locationId: null }];
  for (const language of [undefined, "fr", "pt-BR"])
    for (const status of [undefined, "DORMANT"])
      for (const locationId of [undefined, "location:crowd:inn"]) {
        const given = Object.entries({ language, status, locationId }).filter(([, value]) => value);
        if (given.length > 0) filters.push(Object.fromEntries(given));
      }

  test.each(filters)("are found by filter: %j", async (filter) => {
    const found = await names(filter);
    expect(found).toEqual(matching(filter));
    expect(found).toHaveLength(
      18 / ((filter.language ? 3 : 1) * (filter.status ? 2 : 1) * (filter.locationId ? 3 : 1)),
    );
  });

  test("are all there without a filter", async () => {
    expect(await names(null)).toHaveLength(18);
  });

  test("are found by a language tag however it is written", async () => {
    expect(await names({ language: "PT-br" })).toEqual(matching({ language: "pt-BR" }));
  });

  test("are none where nothing has the value", async () => {
    expect(await names({ language: "de" })).toEqual([]);
    expect(await names({ locationId: "location:crowd:nowhere" })).toEqual([]);
  });

  test("of a filtered list come in pages", async () => {
    const filter = { status: "ACTIVE" };
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await at.data(QUERY, { filter, first: 4, after });
      const { nodes, pageInfo }: Answer["data"] = page.world.characters;
      found.push(...nodes.map(({ name }: { name: string }) => name));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(found).toEqual(matching(filter));
  });

  test("refuse a cursor of a differently filtered list", async () => {
    const page = await at.data(QUERY, { filter: { status: "ACTIVE" }, first: 1 });
    const after = page.world.characters.pageInfo.endCursor;
    expect(await at.fault(QUERY, { filter: { status: "DORMANT" }, first: 1, after })).toEqual({
      code: "BAD_USER_INPUT",
      field: "after",
    });
  });

  test.each([
    [{ language: "no tag" }, "filter.language"],
    [{ locationId: "inn" }, "filter.locationId"],
    [{ locationId: "character:crowd:inn" }, "filter.locationId"],
  ])("refuse the filter %j", async (filter, field) => {
    expect(await at.fault(QUERY, { filter })).toEqual({ code: "BAD_USER_INPUT", field });
  });

  test("leave a list and enter another when what it filters by changes", async () => {
    const { character } = await at.change(
      "createCharacter",
      { worldId, name: "wanderer", language: "fr", locationId: PLACES[0] },
      "character { id }",
    );
    const lists: Filter[] = [
      { language: "fr" },
      { language: "en" },
      { status: "ACTIVE" },
      { status: "DORMANT" },
      { locationId: PLACES[0]! },
      { locationId: PLACES[1]! },
      { language: "fr", status: "ACTIVE", locationId: PLACES[0]! },
      { language: "en", status: "DORMANT", locationId: PLACES[1]! },
    ];
    const stands = () => Promise.all(lists.map(async (filter) => (await names(filter)).includes("wanderer")));
    expect(await stands()).toEqual([true, false, true, false, true, false, true, false]);
    await at.change("updateCharacter", { id: character.id, language: "en" });
    expect(await stands()).toEqual([false, true, true, false, true, false, false, false]);
    await at.change("updateCharacter", { id: character.id, status: "DORMANT" });
    expect(await stands()).toEqual([false, true, false, true, true, false, false, false]);
    await at.change("moveCharacter", { id: character.id, locationId: PLACES[1] });
    expect(await stands()).toEqual([false, true, false, true, false, true, false, true]);
    await at.change("deleteCharacter", { id: character.id });
    expect(await stands()).toEqual(lists.map(() => false));
  });
});
