import type { Entity } from "../../../src/entities/define.ts";
import { partsOf } from "../../../src/entities/ids.ts";
import { shelfRange } from "../../../src/entities/places.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import type { Indexed, KeptLatest } from "../../../src/store/indexed.ts";
import type { LogEntry } from "../../../src/store/log.ts";
import type { Position, ScopeState } from "../../../src/store/query.ts";
import type { Unreadable } from "../../../src/store/unreadable.ts";
import { setPlace } from "./places.ts";

/*
 * What a model store holds of a scope: values that never change. A change makes new ones, which share what it didn't
 * touch, so that a reader, a backup or a dump keeps its moment by keeping a reference.
 */

export interface ScopeRow {
  readonly version: number;
  /** What its rows hang on; null: a deleted world. */
  readonly incarnation: Incarnation | null;
  /** Null: it can't be read. */
  readonly state: KeptState | null;
  readonly indexed: Indexed;
  /** Oldest first, without gaps. */
  readonly log: readonly LogRow[];
  /** The answers to what changed nothing, oldest first. */
  readonly answers: readonly AnswerRow[];
  /** What its state was read as before. */
  known?: Known<ScopeState | Unreadable>;
}

/** What a row says to those who have these definitions, so that it is decoded once. */
export interface Known<T> {
  readonly by: Registry;
  readonly value: T;
}

export interface KeptState {
  readonly counts: ScopeState["counts"];
  readonly latest: KeptLatest;
}

export interface Incarnation {
  readonly id: string;
  /** What row version 0 stands for. */
  readonly base: number;
  /** Type → local id → row. */
  readonly entities: ReadonlyMap<string, ReadonlyMap<string, EntityRow>>;
  /** Shelf → its places in order. */
  readonly shelves: ReadonlyMap<string, readonly Position[]>;
}

export interface EntityRow {
  readonly version: number;
  readonly born: number;
  /** All that an entity says; null: it can't be read. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** What it was read as before. */
  known?: Known<Entity | Unreadable>;
}

interface NumberedRow {
  /** The version that it belongs to, or its number among answers. */
  readonly number: number;
  /** When it was written, in milliseconds. */
  readonly at: number;
}

export interface LogRow extends NumberedRow {
  readonly name: string;
  /** Null: it can't be read. */
  readonly entry: LogEntry | null;
  readonly answer: string | null;
}

export interface AnswerRow extends NumberedRow {
  readonly key: string;
  readonly answer: string;
}

/** One row or place that a change writes; null: it goes. */
export type Write =
  | { readonly type: string; readonly local: string; readonly row: EntityRow | null }
  | { readonly shelf: string; readonly place: Position; readonly there: boolean };

/** Rows that are being written; nobody sees them before they are {@link IncarnationDraft.done}. */
export interface IncarnationDraft {
  write(write: Write): void;
  /** All that was written, in order. */
  readonly writes: readonly Write[];
  entities(type: string): ReadonlyMap<string, EntityRow>;
  shelves(): ReadonlyMap<string, readonly Position[]>;
  done(): Incarnation;
}

const NONE: ReadonlyMap<string, EntityRow> = new Map();

export function createIncarnation(id: string, base: number): Incarnation {
  return { id, base, entities: new Map(), shelves: new Map() };
}

export function draftOf({ id, base, ...old }: Incarnation): IncarnationDraft {
  let entities: Map<string, Map<string, EntityRow>> | undefined;
  let shelves: Map<string, Position[]> | undefined;
  const writes: Write[] = [];
  const own = new Set<unknown>();

  /** The map's value under this key, copied when it is first asked for. */
  function owned<V extends object>(map: Map<string, V>, key: string, copy: (old: V | undefined) => V): V {
    const found = map.get(key);
    if (found && own.has(found)) return found;
    const made = copy(found);
    own.add(made);
    map.set(key, made);
    return made;
  }

  return {
    writes,
    write: (write) => {
      writes.push(write);
      if ("type" in write) {
        entities ??= new Map(old.entities as Map<string, Map<string, EntityRow>>);
        const rows = owned(entities, write.type, (kept) => new Map(kept));
        if (write.row) rows.set(write.local, write.row);
        else rows.delete(write.local);
        return;
      }
      shelves ??= new Map(old.shelves as Map<string, Position[]>);
      const places = owned(shelves, write.shelf, (kept) => kept?.slice() ?? []);
      setPlace(places, write.place, write.there);
      if (places.length === 0) shelves.delete(write.shelf);
    },
    entities: (type) => (entities ?? old.entities).get(type) ?? NONE,
    shelves: () => shelves ?? old.shelves,
    done: () => ({ id, base, entities: entities ?? old.entities, shelves: shelves ?? old.shelves }),
  };
}

/**
 * Takes places in the lists with these hashes away: those of the entities named (local ids), or up to `limit` of any.
 * Answers how many.
 */
export function clearPlaces(
  draft: IncarnationDraft,
  hashes: readonly string[],
  what: readonly string[] | { readonly limit: number },
): number {
  const named = "limit" in what ? null : new Set(what);
  const places = [...draft.shelves()]
    .filter(([shelf]) => hashes.some((hash) => shelf.startsWith(shelfRange(hash).from)))
    .flatMap(([shelf, those]) => those.map((place) => ({ shelf, place })))
    .filter(({ place }) => !named || named.has(partsOf(place.id).local))
    .slice(0, "limit" in what ? what.limit : undefined);
  for (const { shelf, place } of places) draft.write({ shelf, place, there: false });
  return places.length;
}
