import neo4j from "neo4j-driver";
import { inBatches } from "./batches.ts";
import type { RunQuery } from "./database.ts";
import { listRange } from "./keys.ts";
import type { Send } from "./pipeline.ts";

/** Adds places; while a list isn't right, what a change finds there may be what it adds. */
export async function addPlaces(send: Send, places: readonly string[]): Promise<void> {
  await inBatches(places, (piece) =>
    send("UNWIND $places AS at MERGE (:LwPlace {at: at})", { places: piece }),
  );
}

/**
 * Removes every place that these entities (local ids, of the type whose lists they are) have in the lists with
 * these hashes, wherever it is: all of their shelves are looked through.
 */
export async function removePlaces(
  write: RunQuery,
  incarnation: string,
  ids: readonly string[],
  lists: readonly string[],
): Promise<number> {
  let gone = 0;
  for (const hash of lists) {
    const [row] = await write<{ gone: number }>(
      "MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > $from AND p.at < $to " +
        "AND last(split(p.at, $nul)) IN $ids DELETE p RETURN count(*) AS gone",
      { ...listRange(incarnation, hash), nul: "\0", ids },
    );
    gone += row!.gone;
  }
  return gone;
}

/** Removes up to `limit` places whose `at` lies between two texts. */
export async function clearPlaces(
  write: RunQuery,
  { from, to }: { from: string; to: string },
  limit: number,
): Promise<number> {
  const [row] = await write<{ gone: number }>(
    "MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > $from AND p.at < $to " +
      "WITH p LIMIT $limit DELETE p RETURN count(*) AS gone",
    { from, to, limit: neo4j.int(limit) },
  );
  return row!.gone;
}
