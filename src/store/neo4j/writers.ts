import neo4j from "neo4j-driver";
import { HASHED_SHELF } from "../../entities/list-hash.ts";
import type { Registry } from "../../entities/registry.ts";
import { restrictedTo } from "../indexed.ts";
import { isForgotten, isToBeSaid, knownToAny, type Writer } from "../writers.ts";
import type { Database, RunQuery, Transaction } from "./database.ts";
import { listRange, placeRange, shelfOfPlace } from "./keys.ts";
import { clearPlaces } from "./places.ts";
import { headText, lockAndRead, readScopeIds } from "./scopes.ts";

const BATCH = 2_000;

export function readWriters(run: RunQuery): Promise<Writer[]> {
  return run<Writer & Record<string, unknown>>(
    "MATCH (l:LwListSet) USING INDEX l:LwListSet(id) WHERE l.id >= '' " +
      "RETURN l.id AS writer, l.lists AS known, l.knownAt AS saidAt",
  );
}

/** Says that this program is there, and what it knows, if that wasn't said of late. */
export async function sayWriter(database: Database, registry: Registry, now: number): Promise<void> {
  const writers = await database.look(({ run }) => readWriters(run));
  const mine = writers.find(({ writer }) => writer === registry.writer);
  if (!isToBeSaid(mine, now)) return;
  await database.commit(({ write }) =>
    write("MERGE (l:LwListSet {id: $writer}) SET l.lists = $known, l.knownAt = $now", {
      writer: registry.writer,
      known: registry.known,
      now: neo4j.int(now),
    }),
  );
}

/**
 * Removes a batch of the places in lists that no program knows any more, one scope after another; true if
 * there may be more. A list that comes back is found to be unknown in every scope that was swept.
 */
export function createListSweep(): (transaction: Transaction, now: number) => Promise<boolean> {
  let after = "";
  return async ({ run, write }, now) => {
    const writers = await readWriters(run);
    const forgotten = writers.filter((one) => isForgotten(one, now));
    if (forgotten.length === 0) return false;
    const [scope] = await readScopeIds(run, { from: after, to: "x" }, 1);
    if (scope === undefined) {
      after = "";
      await write("UNWIND $writers AS id MATCH (l:LwListSet {id: id}) DELETE l", {
        writers: forgotten.map(({ writer }) => writer),
      });
      return false;
    }
    const head = (await lockAndRead(run, [scope])).get(scope);
    const known = knownToAny(writers, now);
    if (head?.incarnation) {
      await write("MATCH (s:LwScope {id: $scope}) SET s.head = $head", {
        scope,
        head: headText({ ...head, indexed: restrictedTo(head.indexed, known) }),
      });
      if (await sweepShelves({ run, write }, head.incarnation, known)) return true;
    }
    after = scope;
    return true;
  };
}

/** From each shelf that begins otherwise than a known list's to the next one; true if there may be more. */
async function sweepShelves(
  { run, write }: Pick<Transaction, "run" | "write">,
  incarnation: string,
  known: ReadonlySet<string>,
): Promise<boolean> {
  const { to } = placeRange(incarnation);
  let left = BATCH;
  for (let { from } = placeRange(incarnation); ; ) {
    const [next] = await run<{ at: string }>(
      "MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > $from AND p.at < $to " +
        "RETURN p.at AS at ORDER BY at LIMIT 1",
      { from, to },
    );
    if (!next) return false;
    const shelf = shelfOfPlace(next.at);
    const [, hash] = HASHED_SHELF.exec(shelf) ?? [];
    if (hash === undefined || !known.has(hash)) {
      // Shelves of the first schema have no hash.
      const places = hash
        ? listRange(incarnation, hash)
        : { from: `${incarnation}\0${shelf}\0`, to: `${incarnation}\0${shelf}\u0001` };
      left -= await clearPlaces(write, places, left);
      if (left === 0) return true;
    } else from = listRange(incarnation, hash).to;
  }
}
