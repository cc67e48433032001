import type { Computation } from "../entities/aggregates.ts";
import type { Entity } from "../entities/define.ts";
import { scopeOf } from "../entities/ids.ts";
import type { Unreadable } from "./unreadable.ts";

/** One thing to read. Ids and owners are well-formed and of registered types. */
export type StoreQuery =
  | EntityQuery
  | { readonly kind: "together"; readonly scope: string; readonly type: string }
  | { readonly kind: "state"; readonly scope: string }
  | ListQuery;

/** `sensitive`: with its sensitive fields, for changes and for those who may read one. It is never cached. */
export interface EntityQuery {
  readonly kind: "entity" | "sensitive";
  readonly id: string;
}
/** What a store is asked: for rows, or for what it computes of them. */
export type Question = StoreQuery | AggregateQuery;

export interface ListQuery {
  readonly kind: "list";
  readonly coordinate: string;
  /** The id of the node that has the list; `worlds` for a list of Query. */
  readonly owner: string;
  /** Field → value, of the filters that the list declares. */
  readonly filter: Readonly<Record<string, string>>;
  /** One of the list's orders by its name; by default its first one. */
  readonly order?: string | null | undefined;
  readonly after: Position | null;
  readonly limit: number;
}

/** What is computed of all entities of a type in a world. */
export interface AggregateQuery {
  readonly kind: "aggregate";
  readonly scope: string;
  readonly type: string;
  readonly computation: Computation;
}

/** Where an entry stands in a list. */
export interface Position {
  readonly id: string;
  readonly sort: string;
}

/** A page of a list. */
export interface ListReading {
  readonly entries: readonly Position[];
  /** Whether more follow. */
  readonly more: boolean;
  /** How many entries the list has under its filter, on all of its pages. */
  readonly total: number;
}

/** Of a list that nobody has filed anything in. */
export const EMPTY_LIST: ListReading = { entries: [], more: false, total: 0 };

/** What an aggregate was when it was computed. */
export interface AggregateReading {
  /** RFC 3339. */
  readonly computedAt: string;
  readonly rows: readonly AggregateRow[];
}

export interface AggregateRow {
  /** An entity's id, or what a group has in common. */
  readonly key: string;
  /** Null: it isn't told. */
  readonly value: number | null;
}

/** A scope's numbers, as of its version. */
export interface ScopeState {
  readonly version: number;
  /** How many entities of each type it holds. */
  readonly counts: Readonly<Record<string, number>>;
  /** The last entry of each list that a definition's `latestIn` names, by type; none while that isn't indexed. */
  readonly latest: Readonly<Record<string, Position>>;
}

/**
 * What each kind of query answers; null: not there. An error stands in the place of what can't be had though the
 * store answers, be it one value of a batch or one of several that are read together: it says why, and is never cached.
 */
export type StoreValue =
  | Entity
  | readonly (Entity | Unreadable)[]
  | ScopeState
  | ListReading
  | AggregateReading
  | null;

/** Whether all of it could be had; nothing else may be cached. */
export function isWhole(value: StoreValue | Error): value is StoreValue {
  return !(value instanceof Error) && !(Array.isArray(value) && value.some((one) => one instanceof Error));
}

/** The value; throws the error that stands in its place. */
export function readable<T>(value: T): Exclude<T, Error> {
  if (value instanceof Error) throw value;
  return value as Exclude<T, Error>;
}

export function isEntityQuery(query: Question): query is EntityQuery {
  return query.kind === "entity" || query.kind === "sensitive";
}

/** The scope that a query's answer belongs to. */
export function queryScope(query: Question): string {
  if (isEntityQuery(query)) return scopeOf(query.id);
  if (query.kind === "list") return scopeOf(query.owner);
  return query.scope;
}
