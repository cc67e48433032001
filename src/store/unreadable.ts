import type { Entity, EntityDefinition } from "../entities/define.ts";
import type { Field } from "../entities/fields.ts";
import { isNumber, isObject } from "../entities/kinds.ts";
import { Fault } from "../fault.ts";
import type { ScopeState } from "./query.ts";

/**
 * What stands in the place of a value that the store has and can't read: text that isn't JSON, or lacks what it has
 * to have. It fails alone, and is neither there nor absent: it is never cached.
 */
export interface Unreadable {
  /** The entity's; of something else, such as a scope's state, words that name it. */
  readonly unreadableId: string;
  /** The metric label. */
  readonly type: string;
  /** What of an entity can be read still; a change that replaces it keeps that. */
  readonly kept: Kept;
}

export type Kept = Readonly<Record<string, unknown>>;

/** The metric labels of a scope's state, of an entry of its log, and of an answer that is kept for retries. */
export const STATE = "WorldState";
export const LOG = "log";
export const ANSWER = "answer";

/** What {@link Unreadable} calls a scope's state: a world's record has the scope's id already. */
export function stateName(scope: string): string {
  return `the state of ${scope}`;
}

export function unreadable(id: string, type: string, kept: Kept = {}): Unreadable {
  return { unreadableId: id, type, kept };
}

export function isUnreadable(value: unknown): value is Unreadable {
  return typeof value === "object" && value !== null && "unreadableId" in value;
}

/** All that can't be read in a value of the store's: itself, or some of those that are read together. */
export function unreadableIn(value: unknown): readonly Unreadable[] {
  if (Array.isArray(value)) return value.filter(isUnreadable);
  return isUnreadable(value) ? [value] : [];
}

/** The value, if it can be read; throws UNAVAILABLE, with the id, if it can't. */
export function readable<T>(value: T | Unreadable): T {
  if (isUnreadable(value)) throw unreadableFault(value);
  return value;
}

/** Those of a batch that can be read; for the others throws, or tells `onUnreadable`. */
export function readableOnes<T>(
  values: readonly (T | Unreadable)[],
  onUnreadable?: (one: Unreadable) => void,
): T[] {
  return values.filter((value): value is T => {
    if (!isUnreadable(value)) return true;
    if (!onUnreadable) throw unreadableFault(value);
    onUnreadable(value);
    return false;
  });
}

/** Names the id, and nothing of what lies there. */
export function unreadableFault(
  { unreadableId, type }: Pick<Unreadable, "unreadableId" | "type">,
  more = "",
  field?: string,
): Fault {
  const message = `what the store has of ${unreadableId} can't be read${more}`;
  return new Fault("UNAVAILABLE", message, { field, unreadable: { unreadableId, type } });
}

/** JSON text that has to hold an object; undefined if it doesn't. */
export function parseObject(text: unknown): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text as string);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An entity of what a row says, or what can be kept of it. A field that is younger than the row has its default.
 * `parts`: null if nothing of the row's content can be read; undefined in it, what can't be read of it.
 */
export function decodeEntity(
  definition: EntityDefinition,
  id: string,
  parts: Readonly<Record<string, unknown>> | null,
  own: { readonly version: unknown; readonly born: unknown },
): Entity | Unreadable {
  const found: Record<string, unknown> = { __typename: definition.name, id };
  let whole = parts !== null;
  const take = (name: string, value: unknown, fits: boolean) => {
    if (fits) found[name] = value;
    else whole = false;
  };
  for (const name of ["version", "born"] as const) take(name, own[name], isNumber(own[name]));
  take("seq", parts?.seq, isNumber(parts?.seq));
  for (const name of ["createdAt", "updatedAt"]) take(name, parts?.[name], isMoment(parts?.[name]));
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = parts && (Object.hasOwn(parts, name) ? parts[name] : defaultOf(field));
    take(name, value, value === null ? !!parts && field.optional : value !== undefined && field.holds(value));
  }
  return whole ? (found as unknown as Entity) : unreadable(id, definition.name, found);
}

/** A scope's state of what its row says. */
export function decodeState(
  scope: string,
  parts: Readonly<Record<string, unknown>> | undefined,
): ScopeState | Unreadable {
  const { version, counts, latest } = parts ?? {};
  const whole =
    isObject(counts) &&
    isObject(latest) &&
    Object.values(counts).every(isNumber) &&
    Object.values(latest).every(isPosition);
  return whole ? ({ version, counts, latest } as unknown as ScopeState) : unreadable(stateName(scope), STATE);
}

function isPosition(value: unknown): boolean {
  return isObject(value) && typeof value.id === "string" && typeof value.sort === "string";
}

/** What a field is where nothing says: undefined if something has to. */
export function defaultOf(field: Field): unknown {
  return field.default ?? (field.optional ? null : undefined);
}

function isMoment(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
