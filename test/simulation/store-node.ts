import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import { unavailable } from "../../src/fault.ts";
import type { Changed, Importer, Store } from "../../src/store/store.ts";
import type { Random } from "../coherence/random.ts";
import { firstDeeds, perform, scopesOf } from "./deeds.ts";
import { RELEASES, type Release } from "./definitions.ts";
import type { Server, Wire, WireOptions } from "./network.ts";
import type { Party, Scheduler } from "./scheduler.ts";
import type { Backup } from "./store/model-data.ts";
import { createModelStore, type ModelStore } from "./store/model-store.ts";
import type { Step } from "./store/session.ts";
import { SCOPES } from "./targets.ts";
import type { Tell } from "./tell.ts";
import { createTruth, type Truth, type TruthBackup } from "./truth.ts";

/** The store that all gateways share. */
export interface StoreNode extends Server {
  epoch(): string;
  /** How a gateway has it: over its wire, with the definitions of its release. */
  over(wire: Wire, release: Release): Store;
  /** What wires to it have in common. */
  readonly wire: Pick<WireOptions, "to" | "slow" | "fault">;
  /** Leaves so many of each log's last entries; false: there were no others. */
  trim(keep: number): boolean;
  backup(): Backup;
  /** As it was then, also its epoch. */
  restore(backup: Backup): void;
  /** Whether it was restored and has no other epoch since. */
  unrenewed: boolean;
  /** Gives it another epoch. */
  renew(): Promise<void>;
}

/** Where it can be overtaken, beside what its wires do. */
const STEPS: ReadonlySet<Step> = new Set(["rows", "commit", "apply"]);
/** How likely an answer of a slow one is to take longer than the lease. */
const SLOW = 0.1;
const START = Date.parse("2026-01-01T00:00:00.000Z");

export function createStoreNode(options: {
  scheduler: Scheduler;
  random: Random;
  party: Party;
  /** Whether a reading shows one moment. */
  snapshot: boolean;
  /** How likely it is not to be overtaken. */
  haste: number;
  truth: Truth;
  tell: Tell | null;
}): StoreNode {
  const { scheduler, random, party, snapshot, haste, truth, tell } = options;
  let ids = 0;
  let { epoch } = BEGINNING.store;
  /** What imports will put in the place of a world, by the note of its record. */
  const imports = new Map<unknown, readonly Entity[]>();
  const model = createModelStore({
    registry: RELEASES.long[0].registry,
    clock: scheduler.clockOf(party),
    snapshot,
    newId: () => `id ${++ids}`,
    pick: random.below,
    turn: (step) =>
      STEPS.has(step) && !random.chance(haste)
        ? new Promise((resolve) => scheduler.post(party, "store turn", resolve))
        : undefined,
    onCommit: (changed) => {
      tell?.(() => `store: commits ${versionsIn(changed)}`);
      truth.committed(changed, contentsOf(changed));
    },
    onSettled: (changed) => {
      if (!snapshot) tell?.(() => `store: has settled ${versionsIn(changed)}`);
      truth.settled(changed, scheduler.now());
    },
  });
  model.restore(BEGINNING.store);
  truth.restore(BEGINNING.truth);
  const stores = new Map<Release, ModelStore>();

  function contentsOf({ commits }: Changed<unknown>): readonly Entity[] | undefined {
    if (imports.size === 0) return undefined;
    const roots = commits.flatMap(({ puts }) => puts).filter(({ slot }) => slot.type === "World");
    return roots.map(({ value }) => imports.get((value as Entity | null)?.note)).find(Boolean);
  }

  function storeOf(release: Release): ModelStore {
    let store = stores.get(release);
    if (!store) {
      store = model.beside({ registry: release.registry });
      stores.set(release, store);
    }
    return store;
  }

  const self: StoreNode = {
    party,
    away: new Set(),
    epoch: () => epoch,
    get wire() {
      return { to: self, slow: SLOW, fault: unavailable };
    },
    over: (wire, release) => {
      const store = storeOf(release);
      return {
        ...store,
        read: (queries, how) => wire.call("store read", () => store.read(queries, how)),
        versions: (scopes, how) => wire.call("store versions", () => store.versions(scopes, how)),
        log: (scope, after, limit) => wire.call("store log", () => store.log(scope, after, limit)),
        change: (request) => wire.call("store change", () => store.change(request)),
        beginImport: async (world, how): Promise<Importer> => {
          const importer = await wire.call("store import", () => store.beginImport(world, how));
          return {
            write: (entities) =>
              wire.call("store import", () => {
                imports.set(entities[0]!.note, entities);
                return importer.write(entities);
              }),
            finish: () => wire.call("store import", importer.finish),
            abort: () => wire.call("store import", importer.abort),
          };
        },
      };
    },
    trim: (keep) => {
      let hit = false;
      for (const [index, scope] of SCOPES.entries()) {
        const after = truth.version(index) - keep;
        hit ||= after > 0;
        model.trimLog(scope, after);
      }
      return hit;
    },
    backup: model.backup,
    restore: (backup) => {
      model.restore(backup);
      epoch = backup.epoch;
      self.unrenewed = true;
    },
    unrenewed: false,
    renew: async () => {
      epoch = await model.renewEpoch();
      self.unrenewed = false;
    },
  };
  return self;
}

function versionsIn({ commits }: Changed<unknown>): string {
  return commits.map(({ entry }) => `${entry.scope}=${entry.version}`).join(" ");
}

/** What every life begins with: worlds with two characters each. */
const BEGINNING: { readonly store: Backup; readonly truth: TruthBackup } = await begin();

async function begin(): Promise<{ store: Backup; truth: TruthBackup }> {
  const [{ registry, definitions }] = RELEASES.long;
  const truth = createTruth(true);
  let ids = 0;
  const model = createModelStore({
    registry,
    clock: { now: () => START, sleep: async () => {} },
    snapshot: true,
    newId: () => `beginning ${++ids}`,
    onCommit: (changed) => truth.committed(changed),
    onSettled: (changed) => truth.settled(changed, Number.NEGATIVE_INFINITY),
  });
  for (const world of SCOPES)
    if (world !== WORLDS)
      for (const deed of firstDeeds(world))
        await model.change({ scopes: scopesOf(deed), work: (draft) => perform(deed, draft, definitions) });
  return { store: model.backup(), truth: truth.backup() };
}
