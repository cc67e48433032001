import type { EntityDefinition } from "../../entities/define.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Run } from "./database.ts";
import { parsePlace, placeEnding, placeRange } from "./keys.ts";

/**
 * Removes the places of an entity that can't be read, so that nobody knows in which lists it stands. All of the
 * incarnation is looked through, which is slow, and seldom.
 */
export async function removePlacesOf(
  write: Run,
  registry: Registry,
  incarnation: string,
  definition: EntityDefinition,
  local: string,
): Promise<void> {
  const found = await write<{ at: string }>(
    "MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > $from AND p.at < $to AND p.at ENDS WITH $ending " +
      "RETURN p.at AS at",
    { ...placeRange(incarnation), ending: placeEnding(local) },
  );
  // Entities of other types may have the same local id.
  const places = found
    .map(({ at }) => at)
    .filter((at) => registry.entityOfShelf(parsePlace(at).shelf) === definition.name);
  await write("UNWIND $places AS at MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at = at DELETE p", {
    places,
  });
}
