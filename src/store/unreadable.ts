import { readContent } from "../entities/content.ts";
import type { Entity, EntityDefinition } from "../entities/define.ts";
import { withComputed } from "../entities/derived-fields.ts";
import { isNumber, isObject } from "../entities/kinds.ts";
import { Fault } from "../fault.ts";

/**
 * Stands in the place of a value that the store has and can't read: text that isn't JSON, or lacks what it has to
 * have. It is neither there nor absent. It names the id, and nothing of what lies there.
 */
export class Unreadable extends Fault {
  /** The entity's; of something else, such as a scope's state, words that name it. */
  readonly unreadableId: string;
  /** The metric label. */
  readonly type: string;
  // Out of sight of whatever prints an error.
  readonly #kept: Kept;

  /** `consequence`: what comes of it. */
  constructor(
    id: string,
    type: string,
    { kept = {}, consequence, field }: { kept?: Kept; consequence?: string; field?: string } = {},
  ) {
    const message = `what the store has of ${id} can't be read${consequence ? `: ${consequence}` : ""}`;
    super("UNAVAILABLE", message, { ...(field !== undefined && { field }) });
    this.unreadableId = id;
    this.type = type;
    this.#kept = kept;
  }

  /** What of an entity can be read still; a change that replaces it keeps that. */
  get kept(): Kept {
    return this.#kept;
  }
}

export type Kept = Readonly<Record<string, unknown>>;

/** The metric labels of a scope's state, of an entry of its log, and of an answer that is kept for retries. */
const STATE = "WorldState";
export const LOG = "log";
export const ANSWER = "answer";

/** What {@link Unreadable} calls a scope's state: a world's record has the scope's id already. */
export function stateName(scope: string): string {
  return `the state of ${scope}`;
}

export function isUnreadable(value: unknown): value is Unreadable {
  return value instanceof Unreadable;
}

/** All that can't be read in a value of the store's: itself, or some of those that are read together. */
export function unreadableIn(value: unknown): readonly Unreadable[] {
  return [value].flat().filter(isUnreadable);
}

/** Those of a batch that can be read; for the others throws, or tells `onUnreadable`. */
export function readableOnes<T>(
  values: readonly (T | Unreadable)[],
  onUnreadable?: (one: Unreadable) => void,
): T[] {
  return values.filter((value): value is T => {
    if (!isUnreadable(value)) return true;
    if (!onUnreadable) throw value;
    onUnreadable(value);
    return false;
  });
}

/** JSON text that has to hold an object, perhaps a `T`; undefined if it doesn't. */
export function parseObject<T extends object = Record<string, unknown>>(
  text: unknown,
): { readonly [K in keyof T]?: unknown } | undefined {
  try {
    const value: { readonly [K in keyof T]?: unknown } = JSON.parse(text as string);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An entity of what a row says, still without copies of what others are, or what can be kept of it.
 * `parts`: null if nothing of the row's content can be read; undefined in it, what can't be read of it.
 */
export function decodeEntity(
  definition: EntityDefinition,
  id: string,
  parts: Readonly<Record<string, unknown>> | null,
  own: { readonly version: unknown; readonly born: unknown },
): Entity | Unreadable {
  const { fields, whole: readable } = readContent(definition, parts);
  const found: Record<string, unknown> = { __typename: definition.name, id };
  let whole = readable;
  const take = (name: string, value: unknown, fits: boolean) => {
    if (fits) found[name] = value;
    else whole = false;
  };
  for (const name of ["version", "born"] as const) take(name, own[name], isNumber(own[name]));
  take("seq", parts?.seq, isNumber(parts?.seq));
  for (const name of ["createdAt", "updatedAt"]) take(name, parts?.[name], isMoment(parts?.[name]));
  Object.assign(found, fields);
  return whole
    ? withComputed(definition, found as Entity)
    : new Unreadable(id, definition.name, { kept: found });
}

/** What stands in the place of a scope's state that can't be read. */
export function unreadableState(scope: string): Unreadable {
  return new Unreadable(stateName(scope), STATE);
}

function isMoment(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
