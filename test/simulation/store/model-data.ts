import { WORLDS } from "../../../src/entities/ids.ts";
import { unavailable } from "../../../src/fault.ts";
import { NOT_INDEXED } from "../../../src/store/indexed.ts";
import type { ListSet } from "../../../src/store/list-sets.ts";
import { createLocks, type Locks } from "./locks.ts";
import {
  createIncarnation,
  draftOf,
  type Incarnation,
  type IncarnationDraft,
  type ScopeRow,
  type Write,
} from "./rows.ts";

/** What all model stores that are open on it share: the database. */
export interface ModelData {
  epoch: string;
  /** Raised when a backup is put back: what was under way then is over. */
  generation: number;
  /** As they can be read now. */
  scopes: Map<string, ScopeRow>;
  listSets: Map<string, ListSet>;
  /** Imports that aren't finished, by the incarnation that they build. */
  buildings: Map<string, Building>;
  readonly locks: Locks;
  /** Commits whose rows become visible one by one. */
  readonly settling: Map<string, Settling>;
}

export interface Building {
  readonly draft: IncarnationDraft;
  touchedAt: number;
}

interface Settling {
  /** Whether the version can be read already. */
  shown: boolean;
  readonly over: Promise<void>;
}

/** A copy of it as it was at a moment; since rows never change it costs next to nothing. */
export interface Backup {
  readonly epoch: string;
  readonly scopes: ReadonlyMap<string, ScopeRow>;
  readonly listSets: ReadonlyMap<string, ListSet>;
}

/** What a transaction makes of a scope. */
export interface Edit {
  readonly after: ScopeRow;
  /** What its rows are made of: these, and what was written. */
  readonly under: Incarnation | null;
  readonly writes: readonly Write[];
}

/** How a commit becomes visible where it isn't at once. */
export interface Apart {
  /** Awaited after each piece. */
  readonly turn: () => Promise<void> | undefined;
  /** A whole number below this one: which piece comes next. */
  readonly pick: (below: number) => number;
}

export const NEW: ScopeRow = {
  version: 0,
  incarnation: null,
  state: { counts: {}, latest: {} },
  indexed: NOT_INDEXED,
  log: [],
  answers: [],
};

export function createModelData(epoch: string): ModelData {
  return {
    epoch,
    generation: 0,
    scopes: new Map([[WORLDS, { ...NEW, incarnation: createIncarnation(WORLDS, 0) }]]),
    listSets: new Map(),
    buildings: new Map(),
    locks: createLocks(),
    settling: new Map(),
  };
}

export function backUp({ epoch, scopes, listSets }: ModelData): Backup {
  return { epoch, scopes: new Map(scopes), listSets: new Map(listSets) };
}

/** Puts a backup in the place of all there is: what is under way fails. */
export function restore(data: ModelData, { epoch, scopes, listSets }: Backup): void {
  data.generation += 1;
  data.epoch = epoch;
  data.scopes = new Map(scopes);
  data.listSets = new Map(listSets);
  data.buildings = new Map();
}

/** Throws if a backup was put back since. */
export function assertSame(data: ModelData, generation: number): void {
  if (data.generation !== generation) throw unavailable("the store was restored from a backup");
}

/**
 * Commits what a transaction made of scopes that it has locked: at once, or `apart`, piece by piece in any order.
 * `generation`: that of the data when it began.
 */
export async function commit(
  data: ModelData,
  edits: ReadonlyMap<string, Edit>,
  generation: number,
  apart?: Apart,
): Promise<void> {
  assertSame(data, generation);
  if (!apart) return finish();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const settling = new Map([...edits.keys()].map((scope) => [scope, { shown: false, over }]));
  for (const [scope, one] of settling) data.settling.set(scope, one);
  const pieces = [...edits].flatMap(([scope, edit]) => [
    () => {
      settling.get(scope)!.shown = true;
      showHead(data, scope, edit);
    },
    ...edit.writes.map((write) => () => showWrite(data, scope, edit, write)),
  ]);
  while (pieces.length > 0 && data.generation === generation) {
    const [show] = pieces.splice(apart.pick(pieces.length), 1);
    show!();
    await apart.turn();
  }
  if (data.generation === generation) finish();
  for (const scope of edits.keys()) data.settling.delete(scope);
  resolve();

  function finish(): void {
    for (const [scope, { after }] of edits) data.scopes.set(scope, after);
  }
}

/** The scope's own row is the new one, and what hangs on it is as it was. */
function showHead({ scopes }: ModelData, scope: string, { after, under }: Edit): void {
  const now = scopes.get(scope)?.incarnation;
  const incarnation = after.incarnation && (now?.id === after.incarnation.id ? now : under);
  scopes.set(scope, { ...after, incarnation });
}

/** One row or place; those of an incarnation that isn't the scope's yet nobody reads. */
function showWrite({ scopes }: ModelData, scope: string, { after }: Edit, write: Write): void {
  const row = scopes.get(scope);
  if (!row?.incarnation || row.incarnation.id !== after.incarnation?.id) return;
  const draft = draftOf(row.incarnation);
  draft.write(write);
  scopes.set(scope, { ...row, incarnation: draft.done() });
}
