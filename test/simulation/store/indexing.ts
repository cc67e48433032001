import type { Entity } from "../../../src/entities/define.ts";
import { partsOf, scopeOf, WORLDS } from "../../../src/entities/ids.ts";
import { shelfOf } from "../../../src/entities/places.ts";
import {
  type IndexedBatch,
  type IndexTransaction,
  indexBatch,
  wholeOnes,
} from "../../../src/store/index-batch.ts";
import { keepLatest, lackingIndexes } from "../../../src/store/indexed.ts";
import { toWriters } from "../../../src/store/writers.ts";
import { commit, type Edit } from "./commits.ts";
import { pageOfLog } from "./log.ts";
import { entityIn } from "./queries.ts";
import { clearPlaces, draftOf, type Incarnation, type KeptState, type ScopeRow } from "./rows.ts";
import { holding, type Session } from "./session.ts";

/** Indexes a batch of what a scope's lists lack. */
export function indexScope(session: Session, scope: string): Promise<IndexedBatch> {
  const { data, registry, pause, apart } = session;
  return holding(session, async (take) => {
    const { generation } = data;
    await take([scope]);
    const row = data.scopes.get(scope);
    if (!row || !isIndexable(row)) return { more: false, building: [] };
    const edits = new Map<string, Edit>();
    const batch = await indexBatch(createTransaction(session, scope, row, edits), registry, scope);
    await pause("commit");
    await commit(data, edits, generation, apart);
    return batch;
  });
}

/** Scopes whose lists lack something. */
export function lackingScopes({ data, registry }: Session): string[] {
  const lacking = [...data.scopes].filter(
    ([scope, row]) => row.incarnation && lackingIndexes(registry, scope, row).length > 0,
  );
  return lacking.map(([scope]) => scope).sort();
}

/** A scope that holds something, and whose numbers can be read. */
type Indexable = ScopeRow & { readonly incarnation: Incarnation; readonly state: KeptState };

function isIndexable(row: ScopeRow): row is Indexable {
  return !!row.incarnation && !!row.state;
}

function createTransaction(
  { data, registry }: Session,
  scope: string,
  row: Indexable,
  edits: Map<string, Edit>,
): IndexTransaction {
  const { version, indexed, state, incarnation: under } = row;
  const draft = draftOf(under);
  const find = (ids: readonly string[]): Entity[] =>
    wholeOnes(
      ids.map((id) => {
        const incarnation = scope === WORLDS ? data.scopes.get(scopeOf(id))?.incarnation : under;
        return incarnation ? entityIn(registry, incarnation, id) : null;
      }),
    );

  return {
    head: { version, indexed, counts: state.counts },

    log: async (after, limit) => pageOfLog(data, scope, after, limit).entries,

    writers: async () => toWriters(data.writers.values()),

    remove: async (hashes, what) => clearPlaces(draft, hashes, what),

    add: async (placed) => {
      for (const { entity, place } of placed)
        draft.write({ shelf: place.shelf, place: { id: entity.id, sort: place.sort }, there: true });
    },

    page: async ({ name, id }, after, limit) => {
      const locals =
        scope === WORLDS
          ? [...data.scopes.keys()].filter((one) => one !== WORLDS).map((one) => partsOf(one).local)
          : [...(under.entities.get(name)?.keys() ?? [])];
      const page = locals
        .filter((local) => local > after)
        .sort()
        .slice(0, limit);
      const { world } = partsOf(scope);
      const entities = find(page.map((local) => id(scope === WORLDS ? local : world, local)));
      return { entities, next: page.length === limit ? page.at(-1)! : null };
    },

    find: async (ids) => find(ids),

    last: async (index) =>
      draft
        .shelves()
        .get(shelfOf(index, index.list.base("")))
        ?.at(-1) ?? null,

    save: async (to, found) => {
      const latest = keepLatest(registry, state.latest, found, state.counts);
      const after = {
        ...row,
        known: undefined,
        state: { ...state, latest },
        indexed: to,
        incarnation: draft.done(),
      };
      edits.set(scope, { after, under, writes: draft.writes });
    },
  };
}
