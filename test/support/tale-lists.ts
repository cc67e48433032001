import type { ListReading } from "../../src/store/query.ts";
import type { Store } from "../../src/store/store.ts";

/** What the lists of tales hold by id, of a world and of one who tells them; those that hold nothing are left out. */
export async function listsOf(
  store: Store,
  scope = "world:odyssey",
  homer = "character:odyssey:homer",
): Promise<Record<string, string[]>> {
  const wanted = {
    tales: ["World.tales", scope],
    epics: ["World.epics", scope],
    told: ["World.telling", scope],
    published: ["Character.tales", homer],
    unpublished: ["Character.unpublishedTales", homer],
    every: ["Character.everyTale", homer],
  } as const;
  const page = { filter: {}, after: null, limit: 100 };
  const { values } = await store.read(
    Object.entries(wanted).map(([name, [coordinate, owner]]) => ({
      ...{ kind: "list", coordinate, owner, order: name === "told" ? "OLDEST_FIRST" : null },
      ...page,
    })),
  );
  return withoutEmpty(
    Object.fromEntries(
      Object.keys(wanted).map((name, n) => [name, (values[n] as ListReading).entries.map(({ id }) => id)]),
    ),
  );
}

export function withoutEmpty(lists: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).filter(([, entries]) => entries.length > 0));
}
