import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntityDefinition } from "../../entities/define.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Connection } from "./database.ts";

/** Places looked through before others in this process get their turn. */
const PIECE = 50_000;

/**
 * Removes the places of an entity that can't be read, so that nobody knows in which lists it stands. All of the
 * incarnation is looked through, which is slow, and seldom.
 */
export async function removePlacesOf(
  connection: Connection,
  registry: Registry,
  incarnation: number,
  definition: EntityDefinition,
  local: string,
): Promise<void> {
  interface Spot {
    shelf: string;
    sort: string;
    id: string;
  }
  for (let from: Spot | undefined = { shelf: "", sort: "", id: "" }; from; ) {
    const start: Spot = from;
    const next: Spot | undefined = connection.get<Spot>(
      "SELECT shelf, sort, id FROM place WHERE incarnation = ? AND (shelf, sort, id) >= (?, ?, ?) " +
        "ORDER BY shelf, sort, id LIMIT 1 OFFSET ?",
      incarnation,
      start.shelf,
      start.sort,
      start.id,
      PIECE,
    );
    const found = connection.all<Spot>(
      "SELECT shelf, sort, id FROM place WHERE incarnation = ?1 AND id = ?2 AND (shelf, sort, id) >= (?3, ?4, ?5) " +
        (next ? "AND (shelf, sort, id) < (?6, ?7, ?8)" : ""),
      incarnation,
      local,
      start.shelf,
      start.sort,
      start.id,
      ...(next ? [next.shelf, next.sort, next.id] : []),
    );
    // Entities of other types may have the same local id.
    for (const { shelf, sort, id } of found)
      if (registry.entityOfShelf(shelf) === definition.name)
        connection.run(
          "DELETE FROM place WHERE incarnation = ? AND shelf = ? AND sort = ? AND id = ?",
          incarnation,
          shelf,
          sort,
          id,
        );
    from = next;
    await nextTurn();
  }
}
