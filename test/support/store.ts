import { afterEach, beforeEach } from "vitest";
import type { Entity, EntityDefinition, EntityOf } from "../../src/entities/define.ts";
import { sourcesOf } from "../../src/entities/derived-fields.ts";
import { partsOf, scopeOf, WORLDS, worldScope } from "../../src/entities/ids.ts";
import type { Registry } from "../../src/entities/registry.ts";
import type { Draft } from "../../src/store/draft.ts";
import type { LogEntry } from "../../src/store/log.ts";
import type { ListReading, Position, ScopeState, StoreQuery } from "../../src/store/query.ts";
import type { Changed, Store } from "../../src/store/store.ts";
import type { HandClock } from "./clock.ts";
import type { Damage } from "./damage.ts";
import { world } from "./own-types.ts";

/** An empty store of any kind, opened for one test. */
export interface OpenedStore {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: HandClock;
  /** For a store that can be reached behind its back. */
  readonly damage?: Damage;
  /** Another program's store on the same data, which has these definitions; none where there can't be one. */
  beside?(definitions: readonly EntityDefinition[]): Promise<Store>;
  /** Closes it and removes what it left behind. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Entity types beside the tests' own. */
  readonly extra?: readonly EntityDefinition[];
  /** How much of a scope's log is kept, if not as much as by default. */
  readonly retention?: { readonly entries: number; readonly ms: number };
}

export type OpenStore = (options?: OpenOptions) => Promise<OpenedStore>;

type Fields = Readonly<Record<string, unknown>>;
type ListOptions = { filter?: Record<string, string>; order?: string | null | undefined; limit?: number };

/** The store of the running test, and the changes and reads that tests make most. */
export interface StoreInUse extends OpenedStore {
  createWorld(local: string, fields?: Fields): Promise<Changed<Entity>>;
  deleteWorld(local: string): Promise<Changed<void>>;
  create<D extends EntityDefinition>(
    definition: D,
    id: string,
    fields?: Fields,
  ): Promise<Changed<EntityOf<D>>>;
  update<D extends EntityDefinition>(
    definition: D,
    id: string,
    fields: Fields,
  ): Promise<Changed<EntityOf<D>>>;
  remove(definition: EntityDefinition, id: string): Promise<Changed<void>>;
  /** Several steps on one world as one change. */
  change<T>(local: string, work: (draft: Draft) => Promise<T>): Promise<Changed<T>>;
  get(id: string): Promise<Entity | null>;
  state(local: string): Promise<ScopeState | null>;
  /** The first entries of a list. */
  list(coordinate: string, owner: string, options?: ListOptions): Promise<readonly Position[]>;
  /** Their ids. */
  ids(coordinate: string, owner: string, options?: ListOptions): Promise<string[]>;
  /** How many entries it has in all, as its page of one entry says. */
  total(coordinate: string, owner: string, options?: ListOptions): Promise<number>;
  /** All ids of a list, read in pages of `size`. */
  walk(coordinate: string, owner: string, size: number, options?: ListOptions): Promise<string[]>;
  version(scope: string): Promise<number | undefined>;
  log(scope: string): Promise<readonly LogEntry[]>;
}

/** Opens a store before each test of the describe block that calls this, and closes it afterwards. */
export function useStore(open: OpenStore, options?: OpenOptions): StoreInUse {
  let opened: OpenedStore | undefined;
  beforeEach(async () => {
    opened = await open(options);
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const use = () => {
    if (!opened) throw new Error("the store is open while a test runs, and not before");
    return opened;
  };
  return {
    get store() {
      return use().store;
    },
    get registry() {
      return use().registry;
    },
    get clock() {
      return use().clock;
    },
    get damage() {
      return use().damage;
    },
    beside: (definitions) => use().beside!(definitions),
    close: () => use().close(),
    ...actionsOn(() => use().store),
  };
}

/** `root`: what a world is in the store's registry. */
export function actionsOn(
  store: () => Store,
  root: EntityDefinition = world,
): Omit<StoreInUse, keyof OpenedStore> {
  const read = async <T>(query: StoreQuery) => (await store().read([query])).values[0] as T;
  const page = (
    coordinate: string,
    owner: string,
    { filter = {}, order, limit = 100 }: ListOptions,
    after: Position | null,
  ) => read<ListReading>({ kind: "list", coordinate, owner, filter, order, after, limit });
  const actions: Omit<StoreInUse, keyof OpenedStore> = {
    createWorld: (local, fields = {}) =>
      store().change({
        scopes: [worldScope(local), WORLDS],
        work: (draft) => draft.create(root, worldScope(local), fieldsOf(root, { name: local, ...fields })),
      }),
    deleteWorld: (local) =>
      store().change({
        scopes: [worldScope(local), WORLDS],
        work: async (draft) => draft.remove(root, await draft.need(root, worldScope(local))),
      }),
    create: (definition, id, fields = {}) =>
      store().change({
        scopes: [scopeOf(id)],
        work: (draft) => draft.create(definition, id, sampleOf(definition, id, fields)),
      }),
    update: (definition, id, fields) =>
      store().change({
        scopes: definition.root ? [scopeOf(id), WORLDS] : [scopeOf(id)],
        work: async (draft) => draft.update(definition, await draft.need(definition, id), fields),
      }),
    remove: (definition, id) =>
      store().change({
        scopes: [scopeOf(id)],
        work: async (draft) => draft.remove(definition, await draft.need(definition, id)),
      }),
    change: (local, work) => store().change({ scopes: [worldScope(local)], work }),
    get: (id) => read({ kind: "entity", id }),
    state: (local) => read({ kind: "state", scope: worldScope(local) }),
    list: async (coordinate, owner, options = {}) => (await page(coordinate, owner, options, null)).entries,
    ids: async (coordinate, owner, options) =>
      (await actions.list(coordinate, owner, options)).map(({ id }) => id),
    total: async (coordinate, owner, options = {}) =>
      (await page(coordinate, owner, { ...options, limit: 1 }, null)).total,
    walk: async (coordinate, owner, size, options = {}) => {
      const found: string[] = [];
      let after: Position | null = null;
      for (;;) {
        const { entries, more }: ListReading = await page(
          coordinate,
          owner,
          { ...options, limit: size },
          after,
        );
        found.push(...entries.map(({ id }) => id));
        if (!more) return found;
        after = entries.at(-1)!;
      }
    },
    version: async (scope) => (await store().versions([scope])).versions.get(scope),
    log: async (scope) => (await store().log(scope, 0, 100_000)).entries,
  };
  return actions;
}

const SAMPLE: Fields = { kind: "some", summary: "Something happened.", occurredAt: "2026-01-01T00:00:00Z" };

/** As {@link fieldsOf}; what has no default and isn't given is made up. */
export function sampleOf(definition: EntityDefinition, id: string, given: Fields = {}): Fields {
  const { local } = partsOf(id);
  const missing = { ...SAMPLE, name: local, key: local, value: true };
  const used = Object.entries(missing).filter(([name]) => definition.fields[name]);
  return fieldsOf(definition, { ...Object.fromEntries(used), ...given });
}

/** Complete, checked fields: those given, and defaults for the others. */
export function fieldsOf(definition: EntityDefinition, given: Fields): Fields {
  return Object.fromEntries(
    sourcesOf(definition).stored.map(([name, field]) => {
      const value = given[name] === undefined ? field.default : field.schema.parse(given[name]);
      if (value === undefined) throw new Error(`${definition.name}.${name} is missing`);
      return [name, value];
    }),
  );
}

/** An entity as an importer writes it: version and birth 0 stand for the version that its import makes. */
export function imported(
  definition: EntityDefinition,
  id: string,
  fields: Fields = {},
  { at = "2026-01-01T00:00:00.000Z", seq = 0 } = {},
): Entity {
  const { involves, ...rest } = sampleOf(definition, id, fields);
  const pins = (involves as string[] | undefined)?.map((target) => ({ id: target, born: 0 }));
  return {
    ...rest,
    ...(pins && { involves: pins }),
    __typename: definition.name,
    id,
    version: 0,
    born: 0,
    seq,
    createdAt: at,
    updatedAt: at,
  };
}

/** Sorted, so that sets can be compared. */
export function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}
