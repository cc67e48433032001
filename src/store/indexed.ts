import { WORLDS } from "../entities/ids.ts";
import { isNumber, isObject, isString } from "../entities/kinds.ts";
import type { ListIndex } from "../entities/list-indexes.ts";
import type { ListDefinition } from "../entities/lists.ts";
import type { Registry } from "../entities/registry.ts";
import { Fault } from "../fault.ts";
import type { Position, ScopeState } from "./query.ts";
import { isUnreadable, type Unreadable } from "./unreadable.ts";

/**
 * What a scope's row says of its lists' places. Programs of several releases write to one store, and each
 * writes places in the lists that it knows, so a list may lack what the others changed. It is read only
 * while it is right at the scope's own version, which the same row tells.
 */
export interface Indexed {
  /** List hash → the version up to which its places are right. */
  readonly right: Readonly<Record<string, number>>;
  /** List hash → how far it has come to be indexed from the rows. */
  readonly building: Readonly<Record<string, Building>>;
  /** Raised by whatever takes places away without a change: a reading that goes on over it begins anew. */
  readonly renewals: number;
}

export interface Building {
  /** The version at which it began: what came later is repaired from the log. */
  readonly upTo: number;
  /** The last entity that has its places; null: what lies on the list's shelves is still being removed. */
  readonly after: string | null;
  /** How many have theirs. */
  readonly done: number;
}

export const NOT_INDEXED: Indexed = { right: {}, building: {}, renewals: 0 };

/** What a scope's row says. Of what can't be read nothing is right: it is indexed anew. */
export function decodeIndexed(kept: Readonly<Record<string, unknown>> | undefined): Indexed {
  const { right, building, renewals } = kept ?? {};
  const whole =
    isObject(right) &&
    isObject(building) &&
    isNumber(renewals) &&
    Object.values(right).every(isNumber) &&
    Object.values(building).every(isBuilding);
  return whole ? ({ right, building, renewals } as Indexed) : NOT_INDEXED;
}

function isBuilding(value: unknown): boolean {
  const { upTo, after, done } = isObject(value) ? value : {};
  return isNumber(upTo) && (after === null || isString(after)) && isNumber(done);
}

/** A scope at version 0 never held anything. */
export function isRight({ right }: Indexed, hash: string, version: number): boolean {
  return version === 0 || right[hash] === version;
}

/** Which of the indexes of a scope's lists aren't right. */
export function lackingIndexes(
  registry: Registry,
  scope: string,
  { indexed, version }: { readonly indexed: Indexed; readonly version: number },
): ListIndex[] {
  return registry.indexesIn(scope).filter(({ hash }) => !isRight(indexed, hash, version));
}

/**
 * After a change that made `version`: what its writer knows, and was right before it, is right still. `anew`:
 * nothing is left of what was there before, and the writer wrote all that is.
 */
export function indexedAfter(
  registry: Registry,
  scope: string,
  before: Indexed,
  { version, anew }: { readonly version: number; readonly anew: boolean },
): Indexed {
  const right: Record<string, number> = anew ? {} : { ...before.right };
  for (const { hash } of registry.indexesIn(scope))
    if (anew || isRight(before, hash, version - 1)) right[hash] = version;
  return anew ? { right, building: {}, renewals: before.renewals + 1 } : { ...before, right };
}

/** Only what is said of these lists. */
export function restrictedTo(indexed: Indexed, known: ReadonlySet<string>): Indexed {
  const only = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([hash]) => known.has(hash)));
  return { ...indexed, right: only(indexed.right), building: only(indexed.building) };
}

/**
 * For the list of all worlds, after a change of a world's own record that moved no place there that its
 * writer knows of: that scope's log doesn't name it, so of lists that the writer doesn't know nothing is
 * certain any more. Null: it knows all.
 */
export function withoutStrangers(registry: Registry, indexed: Indexed): Indexed | null {
  const known = new Set(registry.indexesIn(WORLDS).map(({ hash }) => hash));
  const named = [...Object.keys(indexed.right), ...Object.keys(indexed.building)];
  return named.every((hash) => known.has(hash)) ? null : restrictedTo(indexed, known);
}

/** A latest entry with the list that it is the last one of: under other definitions another one is. */
export type KeptLatest = Readonly<Record<string, Position & { readonly list?: string }>>;

export function latestOf(
  registry: Registry,
  { kept, indexed, version }: { kept: KeptLatest; indexed: Indexed; version: number },
): ScopeState["latest"] {
  const latest: Record<string, Position> = {};
  for (const [type, hash] of latestLists(registry)) {
    const { id, sort, list } = kept[type] ?? {};
    if (id !== undefined && list === hash && isRight(indexed, hash, version))
      latest[type] = { id, sort: sort! };
  }
  return latest;
}

/** What isn't known stays as it is kept; where there are none, there is no latest one. */
export function keepLatest(
  registry: Registry,
  before: KeptLatest,
  latest: Readonly<Record<string, Position | null>>,
  counts: ScopeState["counts"],
): KeptLatest {
  const kept: Record<string, KeptLatest[string]> = { ...before };
  for (const [type, hash] of latestLists(registry)) {
    const position = latest[type];
    if (position) kept[type] = { ...position, list: hash };
    else if (!counts[type]) delete kept[type];
  }
  return kept;
}

/** Each type that has a latest entry, and the hash of the index that this is the last of. */
function latestLists(registry: Registry): [type: string, hash: string][] {
  return registry.definitions.flatMap((definition): [string, string][] => {
    const index = registry.latestIndex(definition);
    return index ? [[definition.name, index.hash]] : [];
  });
}

/** Why a list isn't answered that isn't right: nothing is indexed where the scope's numbers can't be read. */
export function whyNotAnswered(
  scope: string,
  list: ListDefinition,
  state: ScopeState | Unreadable,
): NotIndexed | Unreadable {
  return isUnreadable(state) ? state : new NotIndexed(scope, list);
}

/** A list is asked for whose places aren't right yet: nothing is answered instead of something wrong. */
export class NotIndexed extends Fault {
  readonly scope: string;

  constructor(scope: string, { coordinate }: ListDefinition) {
    super("UNAVAILABLE", `${coordinate} of ${scope} is being indexed: try again in a moment`);
    this.scope = scope;
  }
}
