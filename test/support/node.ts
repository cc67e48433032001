import { type Cache, createCache } from "../../src/cache/cache.ts";
import { createEpoch } from "../../src/cache/epoch.ts";
import { createMemoryTier } from "../../src/cache/memory-tier.ts";
import { createOutcomes, type Outcome } from "../../src/cache/outcomes.ts";
import type { Tier } from "../../src/cache/tier.ts";
import type { Clock } from "../../src/clock.ts";
import type { Registry } from "../../src/entities/registry.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { type Commands, createCommands } from "../../src/worlds/commands/commands.ts";
import { createReader, type Reader, type ReaderOptions } from "../../src/worlds/reader.ts";
import { createWriter } from "../../src/worlds/writer.ts";

/** A gateway without its HTTP: store, cache and commands, as the composition root joins them. */
export interface Node {
  readonly store: Store;
  readonly cache: Cache;
  readonly tier: Tier;
  readonly commands: Commands;
  readonly outcomes: Outcome[];
  reader(options?: Pick<ReaderOptions, "minVersions" | "strict" | "budget">): Reader;
  close(): Promise<void>;
}

export interface NodeOptions {
  /** Of its SQLite store. */
  readonly file?: string;
  /** Opens another store than that. */
  readonly openStore?: () => Promise<Store>;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly maxEntries?: number;
  readonly maxScopes?: number;
  /** How long a piece of work waits for the tier, in milliseconds; by default as long as that takes. */
  readonly budgetMs?: number;
  /** Opens the tier that nodes share; without it each has its own in the process. */
  readonly openTier?: (facts: { epoch: () => string }) => Promise<Tier>;
  /** Puts something between the store and all that uses it. */
  readonly wrapStore?: (store: Store) => Store;
}

/** Opens a node; several on one file are several gateways. */
export async function openNode(options: NodeOptions): Promise<Node> {
  const { file = ":memory:", registry, clock, maxEntries = 10_000, maxScopes } = options;
  const opened = (await options.openStore?.()) ?? (await openSqliteStore({ file, registry, clock }));
  const epoch = createEpoch((await opened.versions([])).epoch);
  const store = options.wrapStore?.(opened) ?? opened;
  const maxBytes = 100_000_000;
  const tier =
    (await options.openTier?.({ epoch: epoch.current })) ??
    createMemoryTier({ clock, epoch: epoch.current, maxEntries, maxBytes, maxScopes });
  const outcomes: Outcome[] = [];
  const emitter = createOutcomes();
  emitter.listen((outcome) => outcomes.push(outcome));
  const cache = createCache({
    store,
    tier,
    clock,
    outcomes: emitter,
    epoch,
    registry,
    local: { maxEntries, maxBytes },
    labelOf: registry.labelOf,
    relayIntervalMs: 1_000,
    budgetMs: options.budgetMs,
    maxScopes,
    onError: () => {},
  });
  return {
    store,
    cache,
    tier,
    commands: createCommands(createWriter({ store, cache, registry })),
    outcomes,
    reader: (more) => createReader({ cache, registry, ...more }),
    close: async () => {
      await cache.close();
      await opened.close();
    },
  };
}
