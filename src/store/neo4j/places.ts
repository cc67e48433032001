import neo4j from "neo4j-driver";
import { inBatches } from "./batches.ts";
import type { RunQuery } from "./database.ts";
import { listRange } from "./keys.ts";
import type { Send } from "./pipeline.ts";

/*
 * All that writes places is here, for each statement counts what it adds and removes on LwShelf, in the same
 * transaction. The scope's lock is held, or nobody else knows of the incarnation yet.
 */

/** Adds places; while a list isn't right, what a change finds there may be what it adds. */
export async function addPlaces(send: Send, places: readonly string[]): Promise<void> {
  await inBatches(places, (batch) =>
    send(
      "UNWIND $places AS at OPTIONAL MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at = at " +
        `WITH at, p WHERE p IS NULL CREATE (:LwPlace {at: at}) ${COUNT}`,
      { places: batch, nul: NUL },
    ),
  );
}

/** Adds places that aren't there, and are no more than one transaction's. */
export function createPlaces(send: Send, places: readonly string[]): void {
  send(`UNWIND $places AS at CREATE (:LwPlace {at: at}) ${COUNT}`, { places, nul: NUL });
}

/** Removes these places. */
export async function takePlaces(send: Send, places: readonly string[]): Promise<void> {
  await inBatches(places, (batch) =>
    send(
      "UNWIND $places AS at MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at = at " +
        `DELETE p ${UNCOUNT}`,
      { places: batch, nul: NUL },
    ),
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
        `AND last(split(p.at, $nul)) IN $ids WITH p, p.at AS at DELETE p ${UNCOUNT}`,
      { ...listRange(incarnation, hash), nul: NUL, ids },
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
      `WITH p, p.at AS at LIMIT $limit DELETE p ${UNCOUNT}`,
    { from, to, limit: neo4j.int(limit), nul: NUL },
  );
  return row!.gone;
}

/** Removes up to `limit` of the counters whose `at` lies between two texts: of places that are gone with their incarnation. */
export async function clearShelves(
  write: RunQuery,
  { from, to }: { from: string; to: string },
  limit: number,
): Promise<number> {
  const [row] = await write<{ gone: number }>(
    "MATCH (s:LwShelf) USING INDEX s:LwShelf(at) WHERE s.at > $from AND s.at < $to " +
      "WITH s LIMIT $limit DELETE s RETURN count(*) AS gone",
    { from, to, limit: neo4j.int(limit) },
  );
  return row!.gone;
}

const NUL = "\0";

/** How many rows there are of each shelf, by what their `at` begins with. */
const BY_SHELF =
  "WITH split(at, $nul) AS parts WITH parts[0] + $nul + parts[1] AS shelf, count(*) AS entries ";

const COUNT =
  `${BY_SHELF} MERGE (s:LwShelf {at: shelf}) ` +
  "ON CREATE SET s.entries = entries ON MATCH SET s.entries = s.entries + entries";

/** An older program's shelves have no counter. */
const UNCOUNT =
  `${BY_SHELF} OPTIONAL MATCH (s:LwShelf {at: shelf}) SET s.entries = s.entries - entries ` +
  "WITH s, entries FOREACH (empty IN CASE s.entries WHEN 0 THEN [s] ELSE [] END | DELETE empty) " +
  "RETURN sum(entries) AS gone";
