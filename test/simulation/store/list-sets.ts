import { HASHED_SHELF } from "../../../src/entities/list-hash.ts";
import { restrictedTo } from "../../../src/store/indexed.ts";
import { isForgotten, isToBeSaid, knownLists } from "../../../src/store/list-sets.ts";
import { commit } from "./commits.ts";
import { draftOf } from "./rows.ts";
import { holding, type Session } from "./session.ts";

/** Says that this program is there, and knows these lists, if that wasn't said of late. */
export function sayListSet({ data, registry, clock }: Session): void {
  const { listSet, indexes } = registry;
  const now = clock.now();
  if (isToBeSaid(data.listSets.get(listSet), now))
    data.listSets.set(listSet, { set: listSet, lists: indexes.map(({ hash }) => hash), knownAt: now });
}

/** Removes the places in lists that no program knows any more. */
export async function sweepLists(session: Session): Promise<void> {
  const { data, clock, apart } = session;
  const sets = [...data.listSets.values()];
  const now = clock.now();
  const forgotten = sets.filter((one) => isForgotten(one, now));
  if (forgotten.length === 0) return;
  const known = knownLists(sets, now);
  for (const scope of [...data.scopes.keys()].sort())
    await holding(session, async (take) => {
      const { generation } = data;
      await take([scope]);
      const row = data.scopes.get(scope);
      if (!row?.incarnation) return;
      const draft = draftOf(row.incarnation);
      for (const [shelf, places] of row.incarnation.shelves) {
        const [, hash] = HASHED_SHELF.exec(shelf)!;
        if (!known.has(hash!)) for (const place of places) draft.write({ shelf, place, there: false });
      }
      const after = {
        ...row,
        known: undefined,
        indexed: restrictedTo(row.indexed, known),
        incarnation: draft.done(),
      };
      const edit = { after, under: row.incarnation, writes: draft.writes };
      await commit(data, new Map([[scope, edit]]), generation, apart);
    });
  for (const { set } of forgotten) data.listSets.delete(set);
}
