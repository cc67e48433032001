import { HASHED_SHELF } from "../../../src/entities/list-hash.ts";
import { restrictedTo } from "../../../src/store/indexed.ts";
import { isForgotten, isToBeSaid, knownToAny } from "../../../src/store/writers.ts";
import { commit } from "./commits.ts";
import { draftOf } from "./rows.ts";
import { holding, type Session } from "./session.ts";

/** Says that this program is there, and what it knows, if that wasn't said of late. */
export function sayWriter({ data, registry, clock }: Session): void {
  const { writer, known } = registry;
  const now = clock.now();
  if (isToBeSaid(data.writers.get(writer), now)) data.writers.set(writer, { writer, known, saidAt: now });
}

/** Removes the places in lists that no program knows any more. */
export async function sweepLists(session: Session): Promise<void> {
  const { data, clock, apart } = session;
  const writers = [...data.writers.values()];
  const now = clock.now();
  const forgotten = writers.filter((one) => isForgotten(one, now));
  if (forgotten.length === 0) return;
  const known = knownToAny(writers, now);
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
  for (const { writer } of forgotten) data.writers.delete(writer);
}
