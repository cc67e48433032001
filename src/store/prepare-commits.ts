import { isPut } from "../entities/caching.ts";
import type { Entity } from "../entities/define.ts";
import { partsOf, scopeOf, WORLDS } from "../entities/ids.ts";
import { listKeys, ownerName } from "../entities/lists.ts";
import { type Place, placesOf } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import { entitySlot, STATE_KEY, stateSlot } from "../entities/slots.ts";
import { isPublic } from "../entities/standing.ts";
import type { Repeats } from "./copies.ts";
import type { DraftImages, Head, Touched } from "./draft-images.ts";
import { type DraftedEntry, loggedIn, shownChange } from "./drafted-entry.ts";
import type { Latest } from "./latest.ts";
import { type LogEntry, MAX_KEYS } from "./log.ts";
import { changedState, listMove } from "./mask.ts";
import { addMask, listMasks, type MaskedKeys, stateMask } from "./masked-keys.ts";
import { emptyState, nextState } from "./next-state.ts";
import { readable, type ScopeState } from "./query.ts";
import { withoutSensitive } from "./sensitive.ts";
import type { Commit } from "./store.ts";

/**
 * Turns a draft's images into what is written and what is told: for each scope its new state and log
 * entry, and the places that entities leave and enter. It derives all invalidation there is.
 */
export interface PreparedChange {
  readonly scopes: readonly PreparedCommit[];
  readonly touched: readonly Touched[];
  /** What has to leave all the places that it has in these lists, wherever they are. */
  readonly lost: readonly LostPlaces[];
  readonly left: readonly PlacedEntity[];
  readonly entered: readonly PlacedEntity[];
}

export interface PreparedCommit extends Commit {
  readonly scope: string;
  readonly state: ScopeState;
  /** The world begins: it needs an incarnation. */
  readonly begins: boolean;
  /** What was built out of sight becomes the world's incarnation. */
  readonly replaces: boolean;
  /** The world ends: what hangs on its incarnation goes, its version stays. */
  readonly ends: boolean;
}

export interface PlacedEntity {
  readonly entity: Entity;
  readonly place: Place;
}

export interface LostPlaces {
  readonly scope: string;
  /** The entity's local id. */
  readonly local: string;
  /** Hashes of all indexes of lists of its type that belong to the scope. */
  readonly lists: readonly string[];
}

export function prepareCommits(options: {
  registry: Registry;
  heads: ReadonlyMap<string, Head>;
  images: DraftImages;
  latest?: Latest;
  changeId: string;
  idempotencyKey?: string | null;
  at: string;
}): PreparedChange {
  const { registry, heads, images, latest = new Map() } = options;
  const touched = [...images.touched.values()].filter(({ before, after }) => before || after);
  const left: PlacedEntity[] = [];
  const entered: PlacedEntity[] = [];
  const lost: LostPlaces[] = [];
  const scopes = new Map<string, ScopeDraft>();
  const draftOf = (scope: string): ScopeDraft => {
    let draft = scopes.get(scope);
    if (!draft) {
      draft = {
        ...{ keys: new Map(), entities: new Map(), untold: new Map() },
        ...{ touched: [], lost: new Set(), types: new Set() },
      };
      scopes.set(scope, draft);
    }
    return draft;
  };

  for (const change of touched) {
    const entity = (change.after ?? change.before)!;
    const home = draftOf(scopeOf(entity.id));
    const shown = shownChange(change);
    if (shown) home.touched.push(shown);
    if (change.lost)
      for (const places of lostPlaces(registry, entity)) {
        lost.push(places);
        draftOf(places.scope).lost.add(entity.id);
      }
    const logged = loggedIn(home, change, shown);
    if (shown) addMask(home.keys, entitySlot(change.definition, entity.id).key, logged.fields ?? null);
    if (change.definition.together)
      logged.moves.set(`${scopeOf(entity.id)}.${change.definition.plural}`, {
        ...(change.before && { from: {} }),
        ...(change.after && { to: {} }),
      });
    // A list of an entity that came or went is another list now, even if it is empty both times.
    if (shown?.before?.born !== shown?.after?.born)
      for (const list of registry.listsOf(change.definition.name).filter(isPublic))
        for (const key of listKeys(list, list.base(change.definition.root ? "" : ownerName(entity.id))))
          addMask(home.keys, key, null);

    const { gone, come, was, is } = movedPlaces(registry, change);
    for (const place of gone) left.push({ entity: change.before!, place });
    for (const place of come) entered.push({ entity: change.after!, place });
    const maskOf = listMasks(gone, come, is);
    for (const place of [...gone, ...come]) {
      const draft = draftOf(place.scope);
      if (!isPublic(place.index.list)) continue;
      for (const key of listKeys(place.index, place.base)) addMask(draft.keys, key, maskOf(place));
      const { moves } = loggedIn(draft, change, shown);
      if (!moves.has(place.tag))
        moves.set(place.tag, listMove(registry, change, was.get(place.tag), is.get(place.tag)));
    }
  }
  for (const [scope, type] of images.purged) draftOf(scope).types.add(type);
  for (const [scope, repeats] of images.repeats) addRepeats(registry, draftOf(scope), repeats);

  return {
    touched,
    lost,
    left,
    entered,
    scopes: [...scopes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([scope, draft]) => sealScope(scope, draft)),
  };

  function sealScope(scope: string, draft: ScopeDraft): PreparedCommit {
    const head = heads.get(scope);
    if (!head) throw new Error(`the change touches ${scope}, which it didn't lock`);
    const root = draft.touched.find(
      (change) => change.definition.root && scopeOf((change.after ?? change.before)!.id) === scope,
    );
    const contents = images.replaced.get(scope);
    const begins = !!root && !head.exists && !contents;
    const ends = !!root && !root.after;
    const version = head.version + 1;
    const state = ends
      ? emptyState(version)
      : contents
        ? { version, ...contents }
        : nextState(registry, head, version, draft.touched, latest.get(scope));
    const goesOn = scope !== WORLDS && head.exists && !ends && !contents;
    const changed = goesOn ? changedState(registry, readable(head.state), state, draft.touched) : undefined;
    const { keys } = draft;
    if (scope !== WORLDS) addMask(keys, STATE_KEY, stateMask(registry, changed));
    const crowded = keys.size > MAX_KEYS;
    // What a world left behind under its id is no part of the new one, and the other way round.
    const renewed = ends || !!contents || (begins && head.version > 0) || crowded || draft.lost.size > 0;
    const flush = renewed || draft.types.size > 0;
    // An entry names one type, or all of them.
    const purged = renewed || draft.types.size > 1 ? null : ([...draft.types][0] ?? null);
    const entry: LogEntry = {
      scope,
      version,
      changeId: options.changeId,
      idempotencyKey: options.idempotencyKey ?? null,
      at: options.at,
      writer: registry.writer,
      flush,
      purged,
      entities: [...draft.entities.values()].map(({ moves, ...entity }) => ({
        ...entity,
        tags: [...moves.keys()],
        ...(moves.size > 0 && !draft.lost.has(entity.id) && { moves: [...moves.values()] }),
      })),
      ...(draft.untold.size > 0 && {
        untold: [...draft.untold.values()].map(({ id, type }) => ({ id, type })),
      }),
      ...(changed && { state: changed }),
      ...(flush && !purged ? { keys: [] } : { keys: [...keys.keys()], masks: [...keys.values()] }),
    };
    const puts = ends || crowded ? [] : putsOf(scope, state, draft.touched);
    return { scope, state, begins, replaces: !!contents, ends, entry, puts };
  }

  function putsOf(scope: string, state: ScopeState, changes: readonly Touched[]): Commit["puts"][number][] {
    const puts = changes
      .filter(({ definition }) => !definition.together)
      .map(({ definition, before, after }) => ({
        slot: entitySlot(definition, (after ?? before)!.id),
        value: withoutSensitive(registry, after) as unknown,
      }));
    if (scope !== WORLDS) puts.push({ slot: stateSlot(registry, scope), value: state });
    return puts.filter(({ slot, value }) => slot.cached && isPut(slot, value));
  }
}

interface ScopeDraft extends DraftedEntry {
  readonly keys: MaskedKeys;
  /** As everybody may see it. */
  readonly touched: Touched[];
  /** The entities of which nobody knows in which of its lists they stood. */
  readonly lost: Set<string>;
  /** The types that are purged of caches; null: all of them. */
  readonly types: Set<string | null>;
}

/** What has others' fields in its cached values is another one there, though its rows, its version and places stay. */
function addRepeats(registry: Registry, draft: ScopeDraft, { entities, types }: Repeats): void {
  for (const type of types) draft.types.add(type);
  const crowded = draft.keys.size + entities.size >= MAX_KEYS;
  for (const [id, { type, fields }] of entities) {
    if (crowded) draft.types.add(type);
    else {
      addMask(draft.keys, registry.slotOf(id)!.key, fields);
      const told = registry.byName(type).internal ? draft.untold : draft.entities;
      told.set(id, { id, type, kind: "UPDATED", fields, moves: new Map() });
    }
  }
}

/** Where an entity may stand: in lists of its own scope, and a world among all worlds. */
function lostPlaces(registry: Registry, { __typename, id }: Entity): LostPlaces[] {
  const { lists } = registry.byName(__typename);
  const byScope = Map.groupBy(lists, ({ owner }) => (owner === "Query" ? WORLDS : scopeOf(id)));
  return [...byScope].map(([scope, those]) => ({
    scope,
    local: partsOf(id).local,
    lists: those.flatMap(registry.indexesOf).map(({ hash }) => hash),
  }));
}

interface MovedPlaces {
  /** The places that a change empties and fills; one whose sort changed is both. */
  readonly gone: Place[];
  readonly come: Place[];
  /** Tag → a place in that list, before and after. */
  readonly was: ReadonlyMap<string, Place>;
  readonly is: ReadonlyMap<string, Place>;
}

function movedPlaces(registry: Registry, { before, after, lost }: Touched): MovedPlaces {
  const old = before && !lost ? placesOf(registry, before) : [];
  const now = after ? placesOf(registry, after) : [];
  // On a shelf, which names its index, an entity has one place.
  const sorts = (places: readonly Place[]) => new Map(places.map(({ shelf, sort }) => [shelf, sort]));
  const [oldSorts, nowSorts] = [sorts(old), sorts(now)];
  return {
    gone: old.filter(({ shelf, sort }) => nowSorts.get(shelf) !== sort),
    come: now.filter(({ shelf, sort }) => oldSorts.get(shelf) !== sort),
    was: byTag(old),
    is: byTag(now),
  };
}

/** The first in a list, which is the one without a filter. */
function byTag(places: readonly Place[]): Map<string, Place> {
  const first = new Map<string, Place>();
  for (const place of places) if (!first.has(place.tag)) first.set(place.tag, place);
  return first;
}
