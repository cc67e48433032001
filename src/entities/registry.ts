import { remembered } from "../remembered.ts";
import { AGGREGATE_KEY, type AggregateDefinition } from "./aggregates.ts";
import { checkReferences } from "./check-references.ts";
import type { EntityDefinition } from "./define.ts";
import { type Repeat, repeatsOf } from "./derivation-checks.ts";
import { setHash } from "./hash.ts";
import { parseId, WORLDS } from "./ids.ts";
import { type ListIndex, type ListScan, scansOf } from "./list-indexes.ts";
import { orderNamed } from "./list-orders.ts";
import { type ListDefinition, listKeys } from "./lists.ts";
import { entitySlot, partsOfAll, type Slot, STATE, STATE_KEY } from "./slots.ts";
import { findsAll } from "./standing.ts";

/** Every entity type that the program serves, and the questions that its parts ask about them. */
export interface Registry {
  readonly definitions: readonly EntityDefinition[];
  byName(name: string): EntityDefinition;
  /** The definition whose ids begin like this one; undefined for a malformed id or an unknown prefix. */
  ofId(id: string): EntityDefinition | undefined;
  /** Where that entity is cached. */
  slotOf(id: string): Slot | undefined;
  list(coordinate: string): ListDefinition;
  readonly lists: readonly ListDefinition[];
  /** The lists whose places hang on that scope: those of Query on the list of all worlds, the others on a world. */
  listsIn(scope: string): readonly ListDefinition[];
  /** By its name, `Vessel.dearest`. */
  aggregate(name: string): AggregateDefinition;
  /** What a store keeps of all lists. */
  readonly indexes: readonly ListIndex[];
  /** Of those of {@link listsIn}. */
  indexesIn(scope: string): readonly ListIndex[];
  indexesOf(list: ListDefinition): readonly ListIndex[];
  /** The index whose last entry is the type's latest; null: it has none. */
  latestIndex(definition: EntityDefinition): ListIndex | null;
  /** How a list is read in one of its orders; see {@link orderNamed}. */
  scanOf(list: ListDefinition, order?: string | null): ListScan;
  /** The parts of what is cached (see parts.ts), by their metric labels. */
  readonly parts: ReadonlyMap<string, string>;
  /** All that a program with these definitions knows: what names the places in its lists, and the parts. */
  readonly known: readonly string[];
  /** Names what it knows: log entries, marks and notices say so of who wrote. */
  readonly writer: string;
  /** The lists that a type has as its fields. */
  listsOf(type: string): readonly ListDefinition[];
  /** The metric label of a cache key: an entity type or a list's coordinate. */
  labelOf(key: string): string;
  /** The lists through which entities of this type are named by strict references. */
  referrersOf(type: string): readonly ListDefinition[];
  /** Who has copies of this type's fields; see {@link copyOf}. */
  repeatsOf(type: string): readonly Repeat[];
  /** Whether any type has copies. */
  readonly hasCopies: boolean;
}

/** Ids whose slots are remembered: the same are read again and again. About 300 bytes each. */
const MAX_SLOTS = 10_000;

/** Throws where two definitions claim the same name, prefix, list or key. */
export function createRegistry(definitions: readonly EntityDefinition[]): Registry {
  const names = unique("name", definitions, (definition) => definition.name);
  const prefixes = unique("prefix", definitions, (definition) => definition.prefix);
  unique("plural", definitions, (definition) => definition.plural);
  const lists = definitions.flatMap((definition) => definition.lists);
  const coordinates = unique("list", lists, (list) => list.coordinate);
  unique("key", keysOf(definitions), (key) => key);
  for (const definition of definitions) {
    for (const type of Object.values(definition.fields).flatMap((field) => field.reference?.types ?? []))
      if (!names.has(type)) throw new Error(`${definition.name} refers to ${type}, which isn't registered`);
    checkReferences(definition, (type) => names.get(type)!);
  }
  const aggregates = unique(
    "aggregate",
    definitions.flatMap((definition) => definition.aggregates),
    ({ name }) => name,
  );
  const scans = new Map(lists.map((list) => [list.coordinate, scansOf(list, names.get(list.entity)!)]));
  const indexes = new Map(
    [...scans].map(([name, those]) => [name, [...new Set(those.map(({ index }) => index))]]),
  );
  const indexesOf = ({ coordinate }: ListDefinition) =>
    indexes.get(coordinate) ?? missing(`no list ${coordinate}`);
  const allIndexes = [...indexes.values()].flat();
  unique("list hash", allIndexes, ({ hash }) => hash);
  const repeats = repeatsOf(definitions);
  const ofQuery = lists.filter(({ owner }) => owner === "Query");
  const ofWorlds = lists.filter(({ owner }) => owner !== "Query");
  /** The types that a list's parent field may name; a list of `Entity` belongs to all of them. */
  const parentsOf = (list: ListDefinition) =>
    (list.parent && names.get(list.entity)?.fields[list.parent]?.reference?.types) || [];
  const slotOf = remembered(MAX_SLOTS, (id) => {
    const definition = prefixes.get(parseId(id)?.prefix ?? "");
    return definition && entitySlot(definition, id);
  });
  const parts = partsOfAll(definitions);
  const known = [...allIndexes.map(({ hash }) => hash), ...parts.values()];
  return {
    definitions,
    byName: (name) => names.get(name) ?? missing(`no entity type ${name}`),
    ofId: (id) => {
      const slot = slotOf(id);
      return slot && names.get(slot.about);
    },
    slotOf,
    list: (coordinate) => coordinates.get(coordinate) ?? missing(`no list ${coordinate}`),
    lists,
    listsIn: (scope) => (scope === WORLDS ? ofQuery : ofWorlds),
    aggregate: (name) => aggregates.get(name) ?? missing(`no aggregate ${name}`),
    indexes: allIndexes,
    indexesIn: (scope) => (scope === WORLDS ? ofQuery : ofWorlds).flatMap(indexesOf),
    indexesOf,
    latestIndex: ({ latestIn }) => (latestIn === null ? null : indexes.get(latestIn)![0]!),
    scanOf: (list, name) => {
      const order = orderNamed(list, name);
      return scans.get(list.coordinate)!.find((scan) => scan.order.name === order.name)!;
    },
    parts,
    known,
    writer: setHash(known),
    listsOf: (type) =>
      lists.filter(
        (list) => list.owner === type || (list.owner === "Entity" && parentsOf(list).includes(type)),
      ),
    labelOf: labeller(definitions),
    repeatsOf: (type) => repeats.get(type) ?? [],
    hasCopies: repeats.size > 0,
    referrersOf: (type) =>
      lists.filter((list) => {
        const definition = names.get(list.entity)!;
        const { reference, derived } = (list.parent && definition.fields[list.parent]) || {};
        return (
          reference &&
          !derived &&
          !reference.loose &&
          reference.types.includes(type) &&
          findsAll(list, definition, list.parent!, type)
        );
      }),
  };
}

/** Finds the label of a key by the form that each definition gives its keys. */
function labeller(definitions: readonly EntityDefinition[]): (key: string) => string {
  const form = (key: string) => key.replaceAll("*", "[A-Za-z0-9_-]+");
  const forms = definitions.flatMap((definition) => [
    { label: definition.name, form: new RegExp(`^${form(definition.key("*"))}$`) },
    ...definition.aggregates.map(({ name }) => ({
      label: name,
      form: new RegExp(`^${AGGREGATE_KEY}${name.replace(".", "\\.")}(:.+)?$`),
    })),
    ...definition.lists.map((list) => ({
      label: list.coordinate,
      form: new RegExp(
        `^${form(list.base(list.parent ? "[a-z-]+:*" : ""))}(:[^:]+=.*)?(${listKeys(list, "").join("|")})$`,
      ),
    })),
  ]);
  return (key) => (key === STATE_KEY ? STATE : (forms.find((one) => one.form.test(key))?.label ?? "unknown"));
}

function missing(message: string): never {
  throw new Error(message);
}

function unique<T>(what: string, values: readonly T[], of: (value: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const value of values) {
    if (map.has(of(value))) throw new Error(`two definitions have the ${what} ${of(value)}`);
    map.set(of(value), value);
  }
  return map;
}

/** One of each kind of key that a world's scope has; a list's shelves are named by it too. */
function keysOf(definitions: readonly EntityDefinition[]): string[] {
  const owned = (list: ListDefinition, { fields }: EntityDefinition) => {
    const types = list.owner === "Entity" ? fields[list.parent!]!.reference!.types : [list.owner];
    return types.map((type) => list.base(`${definitions.find(({ name }) => name === type)?.prefix}:*`));
  };
  return [
    STATE_KEY,
    ...definitions.filter(({ virtual }) => !virtual).map((definition) => definition.key("*")),
    ...definitions.flatMap((definition) =>
      definition.lists
        .filter((list) => list.owner !== "Query")
        .flatMap((list) => (list.parent ? owned(list, definition) : [list.base("")])),
    ),
  ];
}
