import { isEntityQuery, queryScope, type StoreValue } from "../../src/store/query.ts";
import type { Changed } from "../../src/store/store.ts";
import { createReader, type Reader } from "../../src/worlds/reader.ts";
import { createWriter } from "../../src/worlds/writer.ts";
import { contentsOf, type Deed, perform, scopesOf } from "./deeds.ts";
import type { Gateway } from "./gateway.ts";
import type { Asked } from "./judge.ts";
import { readsOf } from "./reads.ts";
import { SCOPES, TARGETS, type Target } from "./targets.ts";
import { scopeIndex } from "./truth.ts";

/** How clients get at what a gateway has. */
export interface Access {
  /** Aligned with the targets; an error in the place of what can't be had. `stale`: takes the scopes that are marked. */
  read(asked: Asked, stale: Set<string>): Promise<readonly (StoreValue | Error)[]>;
  write(gateway: Gateway, deed: Deed): Promise<Written>;
}

export interface Written {
  readonly versions: Readonly<Record<string, number>>;
  /** The scopes of which the shared cache couldn't be told. */
  readonly degraded: readonly string[];
}

/** What L1 answers a single read with; undefined: nothing. */
export function peek({ gateway, mode, targets, least }: Asked): StoreValue | undefined {
  const { cache, release } = gateway;
  return cache.peek(readsOf(release).cached[targets[0]!]!, {
    minVersion: (scope) => least[scopeIndex(scope)]!,
    allowStale: mode === "plain",
    onStale: () => {},
  });
}

/** The cache by itself. */
export const bareAccess: Access = {
  read: async (asked, stale) => {
    const { gateway, mode, direct, targets, least } = asked;
    const { cache, release } = gateway;
    const reads = readsOf(release)[direct ? "direct" : "cached"];
    const options = {
      minVersion: (scope: string) => least[scopeIndex(scope)]!,
      allowStale: mode === "plain",
      onStale: (scope: string) => void stale.add(scope),
    };
    if (mode === "strict") await cache.hearLatest([...new Set(targets.map((one) => TARGETS[one]!.scope))]);
    else if (targets.length === 1 && !direct) {
      const here = peek(asked);
      if (here !== undefined) return [here];
    }
    const wanted = targets.map((one) => reads[one]!);
    return cache.read(wanted, options);
  },

  write: async (gateway, deed) => {
    const { cache, store, release } = gateway;
    const known = await cache.prepare(scopesOf(deed));
    const changed = await (deed.kind === "import"
      ? putInPlace(gateway, deed)
      : store.change({
          scopes: scopesOf(deed),
          idempotencyKey: keyOf(deed),
          work: (draft) => perform(deed, draft, release.definitions),
        }));
    return { versions: changed.versions, degraded: await cache.acknowledge(changed, known) };
  },
};

/** The reader and the writer above the cache, with their loaders and a budget for each piece of work. */
export const layeredAccess: Access = {
  read: async (asked, stale) => {
    const { gateway, mode, direct, targets, least } = asked;
    // What is read past the caches isn't what a reader's client asks for.
    if (direct) return bareAccess.read(asked, stale);
    const { cache, release } = gateway;
    const minVersions = Object.fromEntries(SCOPES.map((scope, index) => [scope, least[index]!]));
    const reader = createReader({
      cache,
      registry: release.registry,
      strict: mode === "strict",
      ...(mode === "minVersion" && { minVersions }),
    });
    const values = await Promise.all(
      targets.map(async (one) => load(reader, gateway, TARGETS[one]!).catch((error: Error) => error)),
    );
    for (const scope of reader.stale) stale.add(scope);
    return values;
  },

  write: async (gateway, deed) => {
    const { cache, store, release } = gateway;
    const { registry, definitions } = release;
    // Imports are a command's, which knows the cache only by the relay.
    if (deed.kind === "import") return bareAccess.write(gateway, deed);
    const writer = createWriter({ store, cache, registry });
    const input = { idempotencyKey: keyOf(deed) };
    return writer.change(
      { name: deed.kind, scopes: scopesOf(deed), input, checked: { note: deed.note } },
      (draft) => perform(deed, draft, definitions),
    );
  },
};

const keyOf = ({ note }: Deed) => `deed ${note}`;

async function putInPlace({ store }: Gateway, deed: Deed): Promise<Changed<unknown>> {
  const importer = await store.beginImport(deed.world.slice("world:".length));
  await importer.write(contentsOf(deed));
  return importer.finish();
}

async function load(reader: Reader, { release }: Gateway, { query }: Target): Promise<StoreValue> {
  if (isEntityQuery(query)) return reader.loadAny(query.id);
  if (query.kind === "state") return reader.state(queryScope(query));
  if (query.kind === "together") return reader.loadTogether(release.registry.byName(query.type), query.scope);
  const { coordinate, owner, filter, limit } = query;
  const { entries, hasNext, total } = await reader.list(coordinate, owner, { first: limit, filter });
  return { entries, more: hasNext, total };
}
