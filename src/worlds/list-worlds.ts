import type { Entity } from "../entities/define.ts";
import { WORLDS } from "../entities/ids.ts";
import type { Registry } from "../entities/registry.ts";
import type { ListReading, Position, ScopeState } from "../store/query.ts";
import type { Store } from "../store/store.ts";

const PAGE = 200;

/** A table of all worlds by name, for people: id, name, status, version and how much is in each. */
export async function tableOfWorlds(store: Store, registry: Registry): Promise<string> {
  const members = registry.definitions.filter(({ root }) => !root);
  const rows = [["ID", "NAME", "STATUS", "VERSION", ...members.map(({ plural }) => plural.toUpperCase())]];
  for await (const { world, state } of worldsOf(store)) {
    const counts = members.map(({ name }) => String(state.counts[name] ?? 0));
    const name = String(world.name).replace(/\p{Cc}/gu, " ");
    rows.push([world.id, name, String(world.status), String(state.version), ...counts]);
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

async function* worldsOf(store: Store): AsyncGenerator<{ world: Entity; state: ScopeState }> {
  let after: Position | null = null;
  for (;;) {
    const list = {
      kind: "list",
      coordinate: "Query.worlds",
      owner: WORLDS,
      filter: {},
      descending: false,
      after,
      limit: PAGE,
    } as const;
    const [answer] = (await store.read([list])).values;
    if (answer instanceof Error) throw answer;
    const page = answer as ListReading;
    const { values } = await store.read(
      page.entries.flatMap(({ id }) => [
        { kind: "entity", id } as const,
        { kind: "state", scope: id } as const,
      ]),
    );
    for (let index = 0; index < values.length; index += 2)
      // One that was deleted since the list was read is left out.
      if (values[index] && values[index + 1])
        yield { world: values[index] as Entity, state: values[index + 1] as ScopeState };
    if (!page.more) return;
    after = page.entries.at(-1)!;
  }
}
