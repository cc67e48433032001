import { WORLDS } from "../../../src/entities/ids.ts";
import { unavailable } from "../../../src/fault.ts";
import { NOT_INDEXED } from "../../../src/store/indexed.ts";
import type { Writer } from "../../../src/store/writers.ts";
import { createLocks, type Locks } from "./locks.ts";
import { createIncarnation, type IncarnationDraft, type ScopeRow } from "./rows.ts";

/** What all model stores that are open on it share: the database. */
export interface ModelData {
  epoch: string;
  /** Raised when a backup is put back: what was under way then is over. */
  generation: number;
  /** As they can be read now. */
  scopes: Map<string, ScopeRow>;
  writers: Map<string, Writer>;
  /** Imports that aren't finished, by the incarnation that they build. */
  buildings: Map<string, Building>;
  readonly locks: Locks;
  /** What becomes visible bit by bit is committed. */
  readonly settling: Map<string, Settling>;
}

export interface Building {
  readonly draft: IncarnationDraft;
  touchedAt: number;
}

export interface Settling {
  readonly after: ScopeRow;
  /** Whether its version can be read already. */
  shown: boolean;
  readonly over: Promise<void>;
}

/** A copy of it as it was at a moment; since rows never change it costs next to nothing. */
export interface Backup {
  readonly epoch: string;
  readonly scopes: ReadonlyMap<string, ScopeRow>;
  readonly writers: ReadonlyMap<string, Writer>;
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
    writers: new Map(),
    buildings: new Map(),
    locks: createLocks(),
    settling: new Map(),
  };
}

export function backUp({ epoch, scopes, writers, settling }: ModelData): Backup {
  const committed = [...settling].map(([scope, { after }]) => [scope, after] as const);
  return { epoch, scopes: new Map([...scopes, ...committed]), writers: new Map(writers) };
}

/** Puts a backup in the place of all there is: what is under way fails. */
export function restore(data: ModelData, { epoch, scopes, writers }: Backup): void {
  data.generation += 1;
  data.epoch = epoch;
  data.scopes = new Map(scopes);
  data.writers = new Map(writers);
  data.buildings = new Map();
  data.settling.clear();
}

/** Throws if a backup was put back since. */
export function assertSame(data: ModelData, generation: number): void {
  if (data.generation !== generation) throw unavailable("the store was restored from a backup");
}
