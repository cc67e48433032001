import { parseId } from "../entities/ids.ts";
import { filterArgument } from "../entities/lists.ts";
import { filtersOf } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import type { FilterValues, ListMove, LoggedEntity } from "../store/log.ts";
import type { LoggedChange } from "./recent-log.ts";
import { type Types, tagsOf, touchedOf } from "./tags.ts";

/** A tag in its parts: what of a node, of a world's counters, or of a list under one filter changed. */
export interface TagChange {
  readonly tag: string;
  /** Null for Query. */
  readonly nodeId: string | null;
  readonly typename: string;
  /** Null: the node's own fields. */
  readonly field: string | null;
  /** GraphQL fields of the node, or of its state; null: all that it has. */
  readonly fields: readonly string[] | null;
  /** Of a list: argument → value; null for all else, and where nobody knows under which filters. */
  readonly filter: FilterValues | null;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  readonly moved: readonly string[];
}

/** {@link tagsOf} in parts, in their order: at least one for each tag. */
export function tagChangesOf(registry: Registry, entry: LoggedChange, types: Types = null): TagChange[] {
  const touched = new Map(touchedOf(entry, types).map((entity) => [entity.id, entity]));
  const lists = listsOf(registry, [...touched.values()]);
  return tagsOf(entry, types).flatMap((tag): TagChange[] => {
    const part = partOf(registry, tag, touched);
    if (part.field === null) return [{ ...part, ...NO_LIST, fields: touched.get(tag)!.fields ?? null }];
    const list = lists.get(tag);
    if (list) return [...list.values()].map((change) => ({ ...part, fields: [], ...change }));
    return [{ ...part, ...NO_LIST, fields: part.field === "state" ? stateFields(entry) : [] }];
  });
}

const NO_LIST = { filter: null, entered: [], left: [], moved: [] } as const;

function partOf(
  registry: Registry,
  tag: string,
  touched: ReadonlyMap<string, LoggedEntity>,
): Pick<TagChange, "tag" | "nodeId" | "typename" | "field"> {
  const [node, field = null] = tag.split(".") as [string, string?];
  // A newer gateway's type isn't registered here; what is no id is a root type, Query.
  const typename = registry.ofId(node)?.name ?? touched.get(node)?.type ?? node;
  return { tag, nodeId: parseId(node) ? node : null, typename, field };
}

function stateFields({ state }: LoggedChange): readonly string[] | null {
  return state ? ["version", ...state] : null;
}

type ListChange = {
  readonly filter: FilterValues | null;
  readonly entered: string[];
  readonly left: string[];
  readonly moved: string[];
};

/** Tag → filter, written → what changed in that list under it. */
function listsOf(registry: Registry, touched: readonly LoggedEntity[]): Map<string, Map<string, ListChange>> {
  const lists = new Map<string, Map<string, ListChange>>();
  const changeOf = (tag: string, filter: FilterValues | null): ListChange => {
    let list = lists.get(tag);
    if (!list) {
      list = new Map();
      lists.set(tag, list);
    }
    const written = JSON.stringify(filter);
    let change = list.get(written);
    if (!change) {
      change = { filter, entered: [], left: [], moved: [] };
      list.set(written, change);
    }
    return change;
  };

  for (const { id, type, tags, moves } of touched) {
    const definition = registry.definitions.find(({ name }) => name === type);
    for (const [index, tag] of tags.entries()) {
      const move = moves?.[index];
      // An older gateway's entry doesn't say, and what a newer one's type is filtered by isn't known here.
      if (!move || !definition) {
        changeOf(tag, null);
        continue;
      }
      const asArguments = (filter: FilterValues) =>
        Object.fromEntries(
          Object.entries(filter).map(([name, value]) => [filterArgument(definition, name), value]),
        );
      const told = tellMove(move, (kind, filter) => changeOf(tag, asArguments(filter))[kind].push(id));
      // What holds one that was changed, such as a world's flags, without moving it.
      if (!told) changeOf(tag, {});
    }
  }
  return lists;
}

/** Tells under which filters an entity entered, left or moved; answers whether there was any. */
function tellMove(
  { to, moved, from = moved ? to : undefined }: ListMove,
  tell: (kind: "entered" | "left" | "moved", filter: FilterValues) => void,
): boolean {
  const before = new Map((from ? filtersOf(from) : []).map((filter) => [JSON.stringify(filter), filter]));
  const after = new Map((to ? filtersOf(to) : []).map((filter) => [JSON.stringify(filter), filter]));
  let told = false;
  for (const [written, filter] of new Map([...before, ...after])) {
    const kind = !before.has(written) ? "entered" : !after.has(written) ? "left" : moved ? "moved" : null;
    if (kind) tell(kind, filter);
    told ||= kind !== null;
  }
  return told;
}
