import { saysTheSame } from "../canonical.ts";
import type { Entity, EntityDefinition, EntityOf } from "../entities/define.ts";
import { withComputed } from "../entities/derived-fields.ts";
import type { Pinned } from "../entities/fields.ts";
import { scopeOf } from "../entities/ids.ts";
import type { ListDefinition } from "../entities/lists.ts";
import type { Registry } from "../entities/registry.ts";
import { virtualEntity } from "../entities/virtual.ts";
import { conflict, notFound } from "../fault.ts";
import { findRepeats, withDerived } from "./copies.ts";
import type { Contents, DraftImages, Head, Touched } from "./draft-images.ts";
import { idsInList } from "./draft-lists.ts";
import { createMending, type Mend } from "./mending.ts";
import { readable, type StoreQuery, type StoreValue } from "./query.ts";
import { isUnreadable, type Unreadable } from "./unreadable.ts";

/**
 * What a command works on inside a store transaction. It keeps the images before and after, and from
 * these and the definitions everything else follows: rows, places, cache keys, tags, the log entry.
 * A command names no key and no tag.
 */
export interface Draft {
  /** RFC 3339: the moment of the change. */
  readonly at: string;
  /** The version that this change makes of a scope. */
  version(scope: string): number;
  /** Whether the scope exists now; a deleted world has a version and doesn't. */
  exists(scope: string): boolean;
  /**
   * The entity as this change has made it so far, with its sensitive fields, which nothing that the change publishes
   * has. Throws UNAVAILABLE where the store can't read it.
   */
  get<D extends EntityDefinition>(definition: D, id: string, mend?: Mend): Promise<EntityOf<D> | null>;
  /** As `get`; throws NOT_FOUND with `field`. */
  need<D extends EntityDefinition>(
    definition: D,
    id: string,
    field?: string,
    mend?: Mend,
  ): Promise<EntityOf<D>>;
  /** As `need`, for an id of any registered type. */
  needAny(id: string, field?: string): Promise<Entity>;
  /** Whether an entity is there that can be read: another one can't be made under its id. */
  taken(id: string): Promise<boolean>;
  /** Throws CONFLICT if the id is taken. `fields` are complete and checked. */
  create<D extends EntityDefinition>(
    definition: D,
    id: string,
    fields: Fields,
    seq?: number,
  ): Promise<EntityOf<D>>;
  /** Replaces some fields. Where they say what is there already, nothing is touched, and it keeps its version. */
  update<D extends EntityDefinition>(definition: D, entity: Entity, fields: Fields): Promise<EntityOf<D>>;
  /** Deletes it and clears what strictly refers to it; a world takes everything with it. */
  remove(definition: EntityDefinition, entity: Entity): Promise<void>;
  /** The ids in a list as the change has made it so far, unfiltered. */
  list(coordinate: string, owner: string): AsyncIterable<string>;
  /** Puts a world that was built out of sight in the place of what is there: an import's last step. */
  replace(definition: EntityDefinition, root: Entity, contents: Contents): Promise<void>;
  /** Empties caches of the scope (of one type), and touches nothing else. */
  purge(scope: string, type: string | null): void;
}

type Fields = Readonly<Record<string, unknown>>;

export function createDraft(options: {
  registry: Registry;
  heads: ReadonlyMap<string, Head>;
  at: string;
  read: (queries: readonly StoreQuery[]) => Promise<readonly (StoreValue | Error)[]>;
}): { draft: Draft; finish: () => Promise<DraftImages> } {
  const { registry, heads, at } = options;
  const touched = new Map<string, Touched>();
  const mending = createMending({
    registry,
    read: options.read,
    at,
    version: (id) => headOf(scopeOf(id)).version,
  });
  const purged = new Map<string, string | null>();
  const replaced = new Map<string, Contents>();

  const headOf = (scope: string): Head => {
    const head = heads.get(scope);
    if (!head) throw new Error(`${scope} wasn't named when the change began`);
    return head;
  };
  const read = async <T extends StoreValue | Error>(query: StoreQuery) =>
    (await options.read([query]))[0] as T;
  const stored = async (id: string): Promise<Entity | Unreadable | null> => {
    const known = touched.get(id);
    if (known) return known.after;
    const definition = registry.ofId(id);
    if (definition?.virtual) return headOf(scopeOf(id)).exists ? virtualEntity(definition, id, at) : null;
    return headOf(scopeOf(id)).exists ? read<Entity | Unreadable | null>({ kind: "sensitive", id }) : null;
  };
  const current = async (id: string): Promise<Entity | null> => readable(await stored(id));
  // A registry may hold a definition under other settings than the one that a command imports.
  const registered = (definition: EntityDefinition) => registry.byName(definition.name);
  const image = (id: string) => touched.get(id)?.before;
  const whole = (entity: Entity) => withDerived(registry, entity, stored);
  const put = (definition: EntityDefinition, before: Entity | null, after: Entity) => {
    checkRows(definition);
    const first = image(after.id);
    touched.set(after.id, {
      definition: registered(definition),
      before: first === undefined ? before : first,
      after,
      ...(mending.isLost(after.id) && { lost: true }),
    });
    return after as EntityOf<typeof definition>;
  };

  /** Loose references are pinned to the entities that are there now (an event never names a later one). */
  async function pinned(definition: EntityDefinition, fields: Fields): Promise<Fields> {
    const result: Record<string, unknown> = { ...fields };
    for (const [name, { reference }] of Object.entries(definition.fields)) {
      if (!reference?.loose || !fields[name]) continue;
      const pins = new Map<string, Pinned>();
      for (const id of reference.targets(fields[name])) {
        const target = await current(id);
        if (!target) throw notFound(id, name);
        pins.set(id, { id, born: target.born });
      }
      result[name] = [...pins.values()];
    }
    return result;
  }

  const draft: Draft = {
    at,
    version: (scope) => headOf(scope).version + 1,
    exists: (scope) => headOf(scope).exists,
    get: async (definition, id, mend) => {
      const found = await stored(id);
      return (mend && isUnreadable(found) ? await mending.mend(found, mend) : readable(found)) as EntityOf<
        typeof definition
      > | null;
    },

    need: async (definition, id, field, mend) => {
      const entity = await draft.get(definition, id, mend);
      if (!entity) throw notFound(id, field);
      return entity;
    },

    taken: async (id) => {
      const found = await stored(id);
      return !!found && !isUnreadable(found);
    },

    needAny: async (id, field) => {
      const entity = await current(id);
      if (!entity) throw notFound(id, field);
      return entity;
    },

    create: async (definition, id, fields, seq = 0) => {
      const scope = scopeOf(id);
      const found = await stored(id);
      if (isUnreadable(found)) return draft.update(definition, await mending.mend(found, { fields }), fields);
      if (found) throw conflict(`${id} is taken`, definition.localField ?? "id");
      if (definition.max !== null && countOf(definition, scope) >= definition.max)
        throw conflict(
          `${scope} has ${definition.max} ${definition.plural} already, the most that it may have`,
        );
      const version = draft.version(scope);
      const values = await pinned(definition, fields);
      const entity: Entity = {
        ...values,
        __typename: definition.name,
        id,
        version,
        born: version,
        seq,
        createdAt: at,
        updatedAt: at,
      };
      return put(definition, null, await whole(entity)) as EntityOf<typeof definition>;
    },

    update: async (definition, entity, fields) => {
      const known = touched.get(entity.id);
      if (known && !known.after) throw new Error(`${entity.id} was removed by this change`);
      // What the change made of it already, such as a reference that was cleared, is not undone.
      const now = known?.after ?? entity;
      const missing = registered(definition).sensitive.filter((name) => !(name in now));
      if (missing.length > 0)
        throw new Error(
          `${entity.id} was read without its ${missing.join(", ")}, which would be lost: change what the draft answers`,
        );
      const values = await pinned(definition, fields);
      const names = Object.keys(values);
      const lost = mending.isLost(entity.id);
      if (!lost && sameIn(names, now, values)) return now as EntityOf<typeof definition>;
      const after = await whole({ ...now, ...values });
      // Changed and changed back.
      if (
        !lost &&
        known?.before?.born === now.born &&
        sameIn(Object.keys(definition.fields), known.before, after)
      ) {
        touched.delete(entity.id);
        return known.before as EntityOf<typeof definition>;
      }
      const version = draft.version(scopeOf(entity.id));
      return put(definition, entity, { ...after, version, updatedAt: at }) as EntityOf<typeof definition>;
    },

    remove: async (definition, entity) => {
      checkRows(definition);
      if (!definition.root) await clearReferrers(entity);
      const before = image(entity.id);
      if (before === null) touched.delete(entity.id);
      else
        touched.set(entity.id, {
          definition: registered(definition),
          before: before ?? entity,
          after: null,
          ...(mending.isLost(entity.id) && { lost: true }),
        });
    },

    list: (coordinate, owner) => {
      headOf(scopeOf(owner));
      return idsInList(registry.list(coordinate), owner, options.read, touched);
    },

    replace: async (definition, root, contents) => {
      const scope = scopeOf(root.id);
      const version = draft.version(scope);
      const before = await draft.get(definition, root.id, "remove");
      put(definition, before, withComputed(registered(definition), { ...root, version, born: version }));
      replaced.set(scope, contents);
    },

    purge: (scope, type) => {
      headOf(scope);
      // Two types: all of them, since an entry names one.
      purged.set(scope, purged.has(scope) && purged.get(scope) !== type ? null : type);
    },
  };

  function checkRows({ name, virtual }: EntityDefinition): void {
    if (virtual) throw new Error(`${name} is virtual: it has no row to write or to remove`);
  }

  function sameIn(names: readonly string[], a: Fields, b: Fields): boolean {
    return names.every((name) => saysTheSame(a[name], b[name]));
  }

  async function clearReferrers(target: Entity): Promise<void> {
    for (const list of registry.referrersOf(target.__typename)) {
      const definition = registry.byName(list.entity);
      const reference = definition.fields[list.parent!]!.reference!;
      for await (const id of draft.list(list.coordinate, target.id)) {
        const referrer = id === target.id ? null : await stored(id);
        // What of one that can't be read refers to what is gone by then isn't kept when it is mended.
        if (!referrer || isUnreadable(referrer)) continue;
        const rest = reference.without(referrer[list.parent!], target.id);
        if (rest === null && !definition.fields[list.parent!]!.optional)
          throw conflict(`${target.id} is needed by ${id}`);
        await draft.update(definition, referrer, { [list.parent!]: rest });
      }
    }
  }

  function countOf(definition: EntityDefinition, scope: string): number {
    let count = headOf(scope).exists ? (readable(headOf(scope).state).counts[definition.name] ?? 0) : 0;
    for (const change of touched.values())
      if (change.definition.name === definition.name)
        count += Number(!!change.after) - Number(!!change.before);
    return count;
  }

  return {
    draft,
    finish: async () => {
      const listed = ({ coordinate }: ListDefinition, owner: string) => draft.list(coordinate, owner);
      const repeats = await findRepeats(registry, touched, listed, options.read);
      return { touched, repeats, purged, replaced };
    },
  };
}
