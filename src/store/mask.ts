import { saysTheSame } from "../canonical.ts";
import type { EntityDefinition } from "../entities/define.ts";
import { sortKey } from "../entities/list-indexes.ts";
import { filterValues, type Place } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import type { Touched } from "./draft-images.ts";
import type { ListMove } from "./log.ts";
import type { ScopeState } from "./query.ts";

/**
 * The GraphQL fields of an entity whose values a change made others; undefined for one that it created,
 * deleted, made again or couldn't read, of which all are. A world's own version is its `recordVersion`.
 */
export function changedFields({ definition, before, after, lost }: Touched): string[] | undefined {
  if (lost || !before || !after || before.born !== after.born) return undefined;
  const changed = Object.keys(definition.fields).filter((name) => !saysTheSame(before[name], after[name]));
  return [...changed, definition.root ? "recordVersion" : "version", "updatedAt"];
}

/** The fields of WorldState, beside its version, whose values a change made others. */
export function changedState(
  registry: Registry,
  before: ScopeState,
  after: ScopeState,
  changes: readonly Touched[],
): string[] {
  const types = new Set(changes.map(({ definition }) => definition.name));
  return registry.definitions.flatMap((definition) => {
    const { name, together, plural, latestIn, internal } = definition;
    if (internal) return [];
    const touched = types.has(name);
    const guessed = latestIn && touched && (isLatestUnknown(name, before) || isLatestUnknown(name, after));
    const latest = !saysTheSame(before.latest[name], after.latest[name]) || guessed;
    return [
      ...((before.counts[name] ?? 0) === (after.counts[name] ?? 0) ? [] : [counterField(definition)]),
      ...(latest ? [latestField(definition)] : []),
      ...(together && touched ? [plural] : []),
    ];
  });
}

/** None, though there are some: its list isn't indexed, and whoever asks for it is answered from there later. */
export function isLatestUnknown(
  name: string,
  { counts, latest }: Pick<ScopeState, "counts" | "latest">,
): boolean {
  return !latest[name] && !!counts[name];
}

/** What WorldState calls the number of a type's entities. */
export function counterField({ prefix }: EntityDefinition): string {
  return `${prefix}Count`;
}

/** What WorldState calls the last entry of the list that a definition's `latestIn` names. */
function latestField({ prefix }: EntityDefinition): string {
  return `latest${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}`;
}

/** How an entity moved in the list that some places are in, of which it held `was` and holds `is`. */
export function listMove(registry: Registry, { before, after }: Touched, was?: Place, is?: Place): ListMove {
  // A loose reference to what was made again since names another one: that one's list didn't have it. One to what is
  // gone for good isn't told from others, so the list of something gone may be told to have lost an entry.
  const from = was && (!is || is.shelf === was.shelf) ? filterValues(was.index.list, before!) : undefined;
  const to = is && filterValues(is.index.list, after!);
  if (!from || !to) return { ...(from && { from }), ...(to && { to }) };
  const moved = registry
    .indexesOf(is!.index.list)
    .some((index) => sortKey(index, before!) !== sortKey(index, after!));
  if (!moved) return { from, to };
  return { ...(!saysTheSame(from, to) && { from }), to, moved };
}
