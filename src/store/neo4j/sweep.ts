import neo4j from "neo4j-driver";
import { ABANDONED_MS } from "../build.ts";
import type { Transaction } from "./database.ts";
import { entityRange, placeRange } from "./keys.ts";
import { clearPlaces, clearShelves } from "./places.ts";

const NODES = 2_000;
const WIRED = 500;

/**
 * Removes a batch of what no longer is current; true if there may be more. Places go first, then the edges,
 * by the nodes that they lead away from, which have few each (many may lead to one node), then the nodes.
 */
export async function sweepBatch({ run, write }: Transaction, now: number): Promise<boolean> {
  const [row] = await run<{ id: string }>(
    "MATCH (i:LwIncarnation) USING INDEX i:LwIncarnation(status) WHERE i.status IN ['retired', 'building'] " +
      "AND (i.status = 'retired' OR i.touchedAt < $abandoned) RETURN i.id AS id LIMIT 1",
    { abandoned: neo4j.int(now - ABANDONED_MS) },
  );
  if (!row) return false;
  const { id } = row;
  // An importer that comes back finds that it was given up, and not half of its rows. One that did so just
  // now is left alone.
  const [taken] = await write<{ unwired: string }>(
    "MATCH (i:LwIncarnation {id: $id}) REMOVE i.lock WITH i " +
      "WHERE i.status = 'retired' OR (i.status = 'building' AND i.touchedAt < $abandoned) " +
      "SET i.status = 'retired' RETURN coalesce(i.unwired, $start) AS unwired",
    { id, start: entityRange(id).from, abandoned: neo4j.int(now - ABANDONED_MS) },
  );
  if (!taken) return true;
  for (const clear of [clearPlaces, clearShelves])
    if ((await clear(write, placeRange(id), NODES)) > 0) return true;
  const [wired] = await write<{ last: string | null }>(
    "MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key > $from AND e._key < $to " +
      "WITH e ORDER BY e._key LIMIT $limit " +
      "OPTIONAL MATCH (e)-[r]->(:LwEntity) DELETE r RETURN max(e._key) AS last",
    { from: taken.unwired, to: entityRange(id).to, limit: neo4j.int(WIRED) },
  );
  if (wired?.last) {
    await write("MATCH (i:LwIncarnation {id: $id}) SET i.unwired = $last", { id, last: wired.last });
    return true;
  }
  const [nodes] = await write<{ gone: number }>(
    "MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key > $from AND e._key < $to " +
      "WITH e LIMIT $limit DETACH DELETE e RETURN count(*) AS gone",
    { ...entityRange(id), limit: neo4j.int(NODES) },
  );
  if (nodes!.gone < NODES) await write("MATCH (i:LwIncarnation {id: $id}) DELETE i", { id });
  return true;
}
