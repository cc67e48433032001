import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import { unavailable } from "../../src/fault.ts";
import type { Changed, Importer, Store } from "../../src/store/store.ts";
import type { Random } from "../coherence/random.ts";
import { perform } from "./deeds.ts";
import { GENERATIONS, type Generation } from "./generation.ts";
import type { Server, Wire, WireOptions } from "./network.ts";
import type { Party, Scheduler } from "./scheduler.ts";
import { createModelStore, type StoreBackup } from "./stand-in.ts";
import { SCOPES } from "./targets.ts";

export type { StoreBackup };

/** The store that all gateways share. */
export interface StoreNode extends Server {
  epoch(): string;
  /** How a gateway has it: over its wire, with the definitions of its generation. */
  over(wire: Wire, generation: Generation): Store;
  readonly wire: Pick<WireOptions, "to" | "slow" | "fault">;
  /** Leaves so many of each log's last entries; false: there were no others. */
  trim(keep: number): boolean;
  /** Null: just then it can't be taken. */
  backup(): StoreBackup | null;
  /** As it was, under its epoch as it is. */
  restore(backup: StoreBackup): void;
  /** Whether it was restored and has no other epoch since. */
  unrenewed(): boolean;
  renew(): void;
}

export function createStoreNode(options: {
  scheduler: Scheduler;
  random: Random;
  party: Party;
  snapshot: boolean;
  haste: number;
  /** Called at the moment of a commit; with what an import put in the place of a world. */
  onCommit: (changed: Changed<unknown>, contents?: readonly Entity[]) => void;
}): StoreNode {
  const { scheduler, random, party, snapshot, haste, onCommit } = options;
  const { registry } = GENERATIONS.long[0].kinds;
  let ids = 0;
  /** Change id → the generation that made it, of those beside the first. */
  const makers = new Map<string, Generation>();
  const model = createModelStore({
    registry,
    now: scheduler.now,
    ids: () => `change ${++ids}`,
    turn: () =>
      random.chance(haste)
        ? undefined
        : new Promise<void>((resolve) => scheduler.post(party, "store turn", resolve)),
    snapshot,
    onCommit,
    from: beginning,
  });
  for (const changed of beginnings) onCommit(changed);
  let renewed = true;

  const over = (wire: Wire, generation: Generation): Store => {
    const { store } = model;
    const own = <T>(changed: Changed<T>): Changed<T> => {
      if (generation.number === 1) return changed;
      for (const { entry } of changed.commits) makers.set(entry.changeId, generation);
      return { ...changed, commits: changed.commits.map(generation.commitOf) };
    };
    return {
      ...store,
      read: (queries, how) => wire.call("store read", () => store.read(queries, how)),
      versions: (scopes, how) => wire.call("store versions", () => store.versions(scopes, how)),
      log: (scope, after, limit) =>
        wire.call("store log", async () => {
          const page = await store.log(scope, after, limit);
          if (makers.size === 0) return page;
          const entries = page.entries.map((entry) => makers.get(entry.changeId)?.entryOf(entry) ?? entry);
          return { ...page, entries };
        }),
      change: (request) => wire.call("store change", async () => own(await store.change(request))),
      beginImport: async (world, how): Promise<Importer> => {
        const importer = await wire.call("store import", () => store.beginImport(world, how));
        return {
          write: (entities) => wire.call("store import", () => importer.write(entities)),
          finish: () => wire.call("store change", async () => own(await importer.finish())),
          abort: importer.abort,
        };
      },
    };
  };

  const self: StoreNode = {
    party,
    away: new Set(),
    epoch: model.epoch,
    over,
    get wire() {
      return { to: self, slow: SLOW, fault: unavailable };
    },
    trim: model.trim,
    backup: () => (model.busy() ? null : model.backup()),
    restore: (backup) => {
      model.restore(backup);
      renewed = false;
    },
    unrenewed: () => !renewed,
    renew: () => {
      model.renew();
      renewed = true;
    },
  };
  return self;
}

const SLOW = 0.1;

/** What every life begins with: a world with two characters, as it was made. */
const beginnings: Changed<unknown>[] = [];
const beginning = await begin();

async function begin(): Promise<StoreBackup> {
  const { registry, definitions } = GENERATIONS.long[0].kinds;
  let ids = 0;
  const model = createModelStore({
    registry,
    now: () => Date.parse("2026-01-01T00:00:00.000Z"),
    ids: () => `beginning ${++ids}`,
    turn: () => undefined,
    snapshot: true,
    onCommit: (changed) => void beginnings.push(changed),
  });
  for (const world of SCOPES) {
    if (world === WORLDS) continue;
    const of = { world, note: 1 };
    await model.store.change({
      scopes: [world, WORLDS],
      work: async (draft) => {
        await perform({ ...of, kind: "begin" }, draft, definitions);
        await perform({ ...of, kind: "put", local: "a", language: "en", placed: true }, draft, definitions);
        await perform({ ...of, kind: "put", local: "b", language: "fr", placed: false }, draft, definitions);
        await perform({ ...of, kind: "flag" }, draft, definitions);
      },
    });
  }
  return model.backup();
}
