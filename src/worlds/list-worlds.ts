import type { Entity } from "../entities/define.ts";
import { WORLDS } from "../entities/ids.ts";
import type { Registry } from "../entities/registry.ts";
import { type ListReading, type Position, readable, type ScopeState } from "../store/query.ts";
import type { Store } from "../store/store.ts";
import { isUnreadable } from "../store/unreadable.ts";

const PAGE = 200;
const UNKNOWN = "?";

/** A table of all worlds by name, for people: id, name, status, version and how much is in each. */
export async function tableOfWorlds(store: Store, registry: Registry): Promise<string> {
  const members = registry.definitions.filter(({ root }) => !root);
  const rows = [["ID", "NAME", "STATUS", "VERSION", ...members.map(({ plural }) => plural.toUpperCase())]];
  for await (const { id, world, state } of worldsOf(store)) {
    const counts = members.map(({ name }) => (state ? String(state.counts[name] ?? 0) : UNKNOWN));
    const name = world ? String(world.name).replace(/\p{Cc}/gu, " ") : "(can't be read)";
    rows.push([
      id,
      name,
      world ? String(world.status) : UNKNOWN,
      state ? String(state.version) : UNKNOWN,
      ...counts,
    ]);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

interface ListedWorld {
  readonly id: string;
  /** Null: it can't be read. */
  readonly world: Entity | null;
  readonly state: ScopeState | null;
}

async function* worldsOf(store: Store): AsyncGenerator<ListedWorld> {
  let after: Position | null = null;
  for (;;) {
    const list = {
      kind: "list",
      coordinate: "Query.worlds",
      owner: WORLDS,
      filter: {},
      after,
      limit: PAGE,
    } as const;
    const page: ListReading = readable((await store.read([list])).values[0] as ListReading | Error);
    const { values } = await store.read(
      page.entries.flatMap(({ id }) => [
        { kind: "entity", id } as const,
        { kind: "state", scope: id } as const,
      ]),
    );
    for (let index = 0; index < values.length; index += 2)
      // One that was deleted since the list was read is left out.
      if (values[index] && values[index + 1])
        yield {
          id: page.entries[index / 2]!.id,
          world: isUnreadable(values[index]) ? null : (values[index] as Entity),
          state: isUnreadable(values[index + 1]) ? null : (values[index + 1] as ScopeState),
        };
    if (!page.more) return;
    after = page.entries.at(-1)!;
  }
}
