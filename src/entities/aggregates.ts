import type { EntityDefinition } from "./define.ts";
import { hashOf } from "./hash.ts";
import { filterSuffix } from "./lists.ts";
import { isPrivate } from "./private-fields.ts";
import { ALWAYS_THERE } from "./sort-keys.ts";

/**
 * What a store computes of all entities of a type in one world: the dearest ten, the deeds of each day. It is cached for
 * its time and, unlike all else, allowed to be that old: no change drops it.
 */
export interface AggregateDefinition {
  /** The metric label, and what its cache keys begin with: `Vessel.dearest`. */
  readonly name: string;
  /** The type whose entities it is computed of. */
  readonly entity: string;
  /** Seconds. */
  readonly ttl: number;
  /** Argument → the values that it takes; each combination of them is a cache key. */
  readonly args: Readonly<Record<string, readonly string[]>>;
  compute(args: AggregateArguments): Computation;
}

export type AggregateArguments = Readonly<Record<string, string>>;

/** What is computed. Fields are those of the type, numbers and dates of every entity among them. */
export type Computation = Ranking | Grouping;

/** The entities with the highest values of a number, the first one first; the id decides between equals. */
export interface Ranking {
  readonly kind: "ranking";
  readonly by: string;
  /** How many, 1 to 100. */
  readonly first: number;
  /** False: the values stay with the store, and the order alone is told; also of a field that isn't for all eyes. */
  readonly scored: boolean;
}

/** How many entities there are of each value of a field, or what their numbers add up to; the largest first. */
export interface Grouping {
  readonly kind: "grouping";
  /** A field of text; null: all are one group, whose key is empty. */
  readonly by: string | null;
  /** The groups are its years, months, days or hours instead (UTC): `2026-01-31T12`. */
  readonly each: Bucket | null;
  /** A number; null: entities are counted. */
  readonly sum: string | null;
  /** Of a date, how many seconds before the computation it may be. */
  readonly since: { readonly date: string; readonly seconds: number } | null;
  /** How many groups, 1 to 1,000. */
  readonly first: number;
}

export type Bucket = "YEAR" | "MONTH" | "DAY" | "HOUR";

export interface AggregateSpec {
  readonly ttl: number;
  readonly args?: Readonly<Record<string, readonly string[]>>;
  readonly compute: (args: AggregateArguments) => Computation;
}

const MOST_COMBINATIONS = 100;

/** For {@link AggregateSpec}'s `compute`. */
export function ranking(by: string, { first = 10, scored = true } = {}): Ranking {
  return { kind: "ranking", by, first, scored };
}

/** For {@link AggregateSpec}'s `compute`. */
export function grouping(options: Partial<Omit<Grouping, "kind">> = {}): Grouping {
  return { kind: "grouping", by: null, each: null, sum: null, since: null, first: 100, ...options };
}

/** Declares an aggregate of a type; throws where it speaks of what the type doesn't have, under any arguments. */
export function defineAggregate(
  name: string,
  entity: Pick<EntityDefinition, "name" | "fields">,
  spec: AggregateSpec,
): AggregateDefinition {
  const definition = { args: {}, ...spec, name: `${entity.name}.${name}`, entity: entity.name };
  if (!(spec.ttl > 0)) throw new Error(`${definition.name} needs a ttl in seconds: nothing else renews it`);
  const all = combinations(definition.args);
  if (all.length > MOST_COMBINATIONS)
    throw new Error(
      `${definition.name} has ${all.length} combinations of arguments: give it at most ${MOST_COMBINATIONS}`,
    );
  for (const args of all) check(definition.name, entity, spec.compute(args));
  return definition;
}

/** What the cache keys of aggregates begin with, and no others. */
export const AGGREGATE_KEY = "aggregate:";

/** Its cache key within the scope. Throws on arguments that it doesn't take. */
export function aggregateKey({ name, args: known }: AggregateDefinition, args: AggregateArguments): string {
  const names = Object.keys(known);
  const fits =
    Object.keys(args).length === names.length && names.every((one) => known[one]!.includes(args[one]!));
  if (!fits) throw new Error(`${name} takes ${JSON.stringify(known)}, and not ${JSON.stringify(args)}`);
  return `${AGGREGATE_KEY}${name}${filterSuffix(args)}`;
}

/** Names all that decides what its values say: those of another computation are of another form. */
export function aggregateForm(
  { name, args, compute }: AggregateDefinition,
  { published }: Pick<EntityDefinition, "published">,
): string {
  return hashOf([AGGREGATE_FORM, name, published, combinations(args).map((one) => [one, compute(one)])]);
}

/** Raised whenever the same computation answers otherwise. */
const AGGREGATE_FORM = 1;

function combinations(args: AggregateDefinition["args"]): AggregateArguments[] {
  return Object.entries(args).reduce<AggregateArguments[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** Whether it is a date that every entity has. */
const isEveryones = (field: string) => ALWAYS_THERE[field] === "moment";

function check(name: string, { fields }: Pick<EntityDefinition, "fields">, computation: Computation): void {
  const need = (field: string, is: boolean | undefined, what: string) => {
    if (!fields[field] && !isEveryones(field))
      throw new Error(`${name} speaks of ${field}, which isn't declared`);
    if (fields[field]?.derived?.kind === "copy")
      throw new Error(`${name} speaks of ${field}, a copy: compute of the type that has it`);
    if (!is) throw new Error(`${name} takes ${field} for ${what}, which it isn't`);
  };
  const number = (field: string) => need(field, fields[field]?.holds(1), "a number");
  const date = (field: string) =>
    need(field, isEveryones(field) || fields[field]?.now !== undefined, "a date");
  const open = (field: string) => {
    if (fields[field] && isPrivate(fields[field]))
      throw new Error(
        `${name} would tell of ${field}, which isn't for all eyes: rank by it with scored: false`,
      );
  };
  const { kind, first } = computation;
  const most = kind === "ranking" ? 100 : 1_000;
  if (!(Number.isInteger(first) && first >= 1 && first <= most))
    throw new Error(`${name} answers the first ${first}: expected a whole number from 1 to ${most}`);
  if (kind === "ranking") {
    number(computation.by);
    if (computation.scored) open(computation.by);
    return;
  }
  const { by, each, sum, since } = computation;
  if (each && by === null) throw new Error(`${name} groups by the ${each}: say of which date, as "by"`);
  if (each) date(by!);
  else if (by !== null) need(by, fields[by]?.holds(""), "text");
  if (sum !== null) number(sum);
  if (since) date(since.date);
  for (const field of [by, sum, since?.date]) if (field) open(field);
}
