import { contentOf } from "../../../src/entities/content.ts";
import { partsOf, scopeOf, WORLDS } from "../../../src/entities/ids.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import { conflict } from "../../../src/fault.ts";
import type { Head } from "../../../src/store/draft-images.ts";
import { indexedAfter, keepLatest, NOT_INDEXED, withoutStrangers } from "../../../src/store/indexed.ts";
import { keyedLogName, type LogRetention, logNameOf } from "../../../src/store/log.ts";
import { emptyState } from "../../../src/store/next-state.ts";
import type { PreparedChange, PreparedCommit } from "../../../src/store/prepare-commits.ts";
import { type ChangeTransaction, parseAnswer } from "../../../src/store/run-change.ts";
import type { Edit } from "./commits.ts";
import { type ModelData, NEW } from "./model-data.ts";
import { answersTo, stateOf } from "./queries.ts";
import {
  clearPlaces,
  createIncarnation,
  draftOf,
  type Incarnation,
  type IncarnationDraft,
  type ScopeRow,
} from "./rows.ts";
import type { Session } from "./session.ts";

/** A change, of which nobody sees anything before its edits are committed. */
export interface ModelChange extends ChangeTransaction {
  readonly edits: ReadonlyMap<string, Edit>;
}

/** `take`: locks scopes. `built`: the incarnation that an import built. */
export function createChange(
  { data, registry, retention, newId, pause }: Session,
  options: { take: (scopes: readonly string[]) => Promise<void>; now: number; built?: string },
): ModelChange {
  const { take, now, built } = options;
  const edits = new Map<string, Edit>();
  const rowOf = (scope: string) => edits.get(scope)?.after ?? data.scopes.get(scope);

  return {
    edits,

    lock: async (scopes) => {
      await take(scopes);
      return scopes.map((scope): Head => {
        const row = data.scopes.get(scope);
        const version = row?.version ?? 0;
        const state = row ? stateOf(registry, scope, row) : emptyState(version);
        return { scope, version, exists: !!row?.incarnation, state };
      });
    },

    epoch: async () => data.epoch,

    findAnswer: async (scopes, idempotencyKey) => {
      for (const scope of scopes) {
        const text = answerIn(data.scopes.get(scope), idempotencyKey);
        if (text) return parseAnswer(scope, text);
      }
      return null;
    },

    keep: async (scopes, key, answer) => {
      for (const scope of scopes) {
        const row = data.scopes.get(scope)!;
        const number = (row.answers.at(-1)?.number ?? 0) + 1;
        const kept = { number, key, at: now, answer: JSON.stringify(answer) };
        const after = { ...row, answers: trimmed([...row.answers, kept], { now, retention }) };
        edits.set(scope, { after, under: row.incarnation, writes: [] });
      }
    },

    read: async (queries) => answersTo(registry, queries, rowOf),

    write: async (prepared, answer) => {
      await pause("work");
      const kept = answer ? JSON.stringify(answer) : null;
      const drafts = new Map<string, IncarnationDraft>();
      for (const one of prepared.scopes) {
        const under = hangOn(data, one, { newId, built });
        const row = data.scopes.get(one.scope) ?? NEW;
        edits.set(one.scope, { after: row, under, writes: [] });
        if (!one.ends) drafts.set(one.scope, draftOf(under));
      }
      writeRows(prepared, drafts);
      for (const one of prepared.scopes) {
        const { under, after: row } = edits.get(one.scope)!;
        const draft = drafts.get(one.scope);
        const { entry } = one;
        const entered = { number: entry.version, name: logNameOf(entry), at: now };
        const log = [...row.log, { ...entered, entry, answer: kept }];
        const after: ScopeRow = {
          ...headAfter(registry, one, row),
          incarnation: draft?.done() ?? null,
          log: trimmed(log, { now, retention }),
          answers: row.answers,
        };
        edits.set(one.scope, { after, under, writes: draft?.writes ?? [] });
      }
      if (prepared.touched.some(({ definition }) => definition.root) && !edits.has(WORLDS))
        await forgetStrangers();
    },
  };

  /** The record of a world was changed, and the list of all worlds, whose log tells nothing of it, wasn't. */
  async function forgetStrangers(): Promise<void> {
    await take([WORLDS]);
    const row = data.scopes.get(WORLDS)!;
    const indexed = withoutStrangers(registry, row.indexed);
    if (indexed)
      edits.set(WORLDS, { after: { ...row, indexed, known: undefined }, under: row.incarnation, writes: [] });
  }
}

/** The incarnation that a change's rows hang on, without them. */
function hangOn(
  data: ModelData,
  { scope, entry, begins, replaces }: PreparedCommit,
  { newId, built }: { newId: () => string; built: string | undefined },
): Incarnation {
  if (begins) return createIncarnation(newId(), entry.version);
  if (replaces) {
    const building = data.buildings.get(built ?? "");
    if (!building) throw conflict("the import was silent for too long and was given up");
    return { ...building.draft.done(), base: entry.version };
  }
  const current = data.scopes.get(scope)?.incarnation;
  if (!current) throw new Error(`${scope} has no incarnation to write to`);
  return current;
}

function headAfter(
  registry: Registry,
  { scope, entry, state, begins, replaces, ends }: PreparedCommit,
  row: ScopeRow,
): Pick<ScopeRow, "version" | "state" | "indexed"> {
  const { version } = entry;
  if (ends) return { version, state: { counts: {}, latest: {} }, indexed: NOT_INDEXED };
  const anew = begins || replaces;
  return {
    version,
    state: {
      counts: state.counts,
      latest: keepLatest(registry, (!anew && row.state?.latest) || {}, state.latest, state.counts),
    },
    indexed: indexedAfter(registry, scope, row.indexed, { version, anew }),
  };
}

function writeRows(
  { touched, lost, left, entered }: PreparedChange,
  drafts: ReadonlyMap<string, IncarnationDraft>,
): void {
  for (const { definition, before, after } of touched) {
    const { id } = (after ?? before)!;
    const row = after && { version: after.version, born: after.born, data: contentOf(definition, after) };
    drafts.get(scopeOf(id))?.write({ type: definition.name, local: partsOf(id).local, row });
  }
  for (const { scope, local, lists } of lost) {
    const draft = drafts.get(scope);
    if (draft) clearPlaces(draft, lists, [local]);
  }
  for (const { entity, place } of left)
    drafts
      .get(place.scope)
      ?.write({ shelf: place.shelf, place: { id: entity.id, sort: place.sort }, there: false });
  for (const { entity, place } of entered)
    drafts
      .get(place.scope)
      ?.write({ shelf: place.shelf, place: { id: entity.id, sort: place.sort }, there: true });
}

function answerIn(row: ScopeRow | undefined, idempotencyKey: string): string | null {
  const name = keyedLogName(idempotencyKey);
  return (
    row?.log.find((one) => one.name === name)?.answer ??
    row?.answers.find(({ key }) => key === idempotencyKey)?.answer ??
    null
  );
}

/** Rows that one change removes at most. */
const TRIMMED = 100;

/** Without the oldest rows, as far as they needn't be kept. */
function trimmed<R extends { readonly number: number; readonly at: number }>(
  rows: readonly R[],
  { now, retention }: { now: number; retention: LogRetention },
): readonly R[] {
  const upTo = Math.min(rows.at(-1)!.number - retention.entries, rows[0]!.number + TRIMMED - 1);
  const first = rows.findIndex(({ number, at }) => number > upTo || at >= now - retention.ms);
  return first > 0 ? rows.slice(first) : rows;
}
