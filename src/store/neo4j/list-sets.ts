import neo4j from "neo4j-driver";
import { HASHED_SHELF } from "../../entities/list-hash.ts";
import type { Registry } from "../../entities/registry.ts";
import { restrictedTo } from "../indexed.ts";
import { isForgotten, isToBeSaid, knownLists, type ListSet } from "../list-sets.ts";
import type { Database, RunQuery, Transaction } from "./database.ts";
import { listRange, placeRange, shelfOfPlace } from "./keys.ts";
import { clearPlaces } from "./places.ts";
import { headText, lockAndRead, readScopeIds } from "./scopes.ts";

const PIECE = 2_000;

export function readListSets(run: RunQuery): Promise<ListSet[]> {
  return run<ListSet & Record<string, unknown>>(
    "MATCH (l:LwListSet) USING INDEX l:LwListSet(id) WHERE l.id >= '' " +
      "RETURN l.id AS set, l.lists AS lists, l.knownAt AS knownAt",
  );
}

/** Says that this program is there, and knows these lists, if that wasn't said of late. */
export async function sayListSet(database: Database, registry: Registry, now: number): Promise<void> {
  const { listSet } = registry;
  const sets = await database.look(({ run }) => readListSets(run));
  const mine = sets.find(({ set }) => set === listSet);
  if (!isToBeSaid(mine, now)) return;
  await database.commit(({ write }) =>
    write("MERGE (l:LwListSet {id: $set}) SET l.lists = $lists, l.knownAt = $now", {
      set: listSet,
      lists: registry.lists.map(registry.hashOf),
      now: neo4j.int(now),
    }),
  );
}

/**
 * Removes a piece of the places in lists that no program knows any more, one scope after another; true if
 * there may be more. A list that comes back is found to be unknown in every scope that was swept.
 */
export function createListSweep(): (transaction: Transaction, now: number) => Promise<boolean> {
  let after = "";
  return async ({ run, write }, now) => {
    const sets = await readListSets(run);
    const forgotten = sets.filter((one) => isForgotten(one, now));
    if (forgotten.length === 0) return false;
    const [scope] = await readScopeIds(run, { from: after, to: "x" }, 1);
    if (scope === undefined) {
      after = "";
      await write("UNWIND $sets AS id MATCH (l:LwListSet {id: id}) DELETE l", {
        sets: forgotten.map(({ set }) => set),
      });
      return false;
    }
    const head = (await lockAndRead(run, [scope])).get(scope);
    const known = knownLists(sets, now);
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
  let left = PIECE;
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
