import type { Entity, EntityDefinition } from "../../src/entities/define.ts";
import type { Pinned } from "../../src/entities/fields.ts";
import { character, location, timelineEvent, world, worldFlag, worldObject } from "./own-types.ts";
import { sampleOf } from "./store.ts";

/**
 * A world as plain rows, and what a step does to them: written without the lists, keys and images of
 * the real thing, so that the two can be held against each other.
 */
export interface ModelWorld {
  readonly local: string;
  version: number;
  /** By id; empty: there is no such world (any more). */
  rows: Map<string, Entity>;
}

export const TYPES = { character, location, object: worldObject, flag: worldFlag, event: timelineEvent };
export type TypeName = keyof typeof TYPES;

/** One thing that a change does; `pick` chooses among what is there. */
export interface Step {
  readonly act: "create" | "update" | "remove";
  readonly type: TypeName;
  readonly local: string;
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly occurredAt: string;
  readonly pick: readonly number[];
}

/** A step as it is asked of a store. */
export interface Call {
  readonly act: Step["act"];
  readonly definition: EntityDefinition;
  readonly id: string;
  readonly fields: Record<string, unknown>;
  readonly seq: number;
}

const MOMENT = "2026-01-01T00:00:00.000Z";

export function emptyWorld(local: string): ModelWorld {
  return { local, version: 0, rows: new Map() };
}

export function copyOf({ local, version, rows }: ModelWorld): ModelWorld {
  return { local, version, rows: new Map(rows) };
}

/** Puts the world's own record there. */
export function found(model: ModelWorld, version: number, fields: Record<string, unknown>): void {
  const id = `world:${model.local}`;
  put(model, { definition: world, id, fields: sampleOf(world, id, fields), seq: 0, act: "create" }, version);
  model.version = version;
}

/**
 * Gives what a change wrote, or changed and changed back, without making it another its old version; true if
 * that is all that the change did.
 */
export function restoreUntouched(before: ModelWorld, after: ModelWorld): boolean {
  const said = ({ version, updatedAt, ...rest }: Entity) => JSON.stringify(rest);
  for (const [id, row] of after.rows) {
    const old = before.rows.get(id);
    if (old && said(old) === said(row)) after.rows.set(id, old);
  }
  const ids = new Set([...before.rows.keys(), ...after.rows.keys()]);
  return [...ids].every((id) => before.rows.get(id) === after.rows.get(id));
}

/** Does a step in the model; null if it can't be done there, "taken" if a store must refuse it. */
export function applyStep(
  model: ModelWorld,
  step: Step,
  version: number,
  seq: number,
): Call | "taken" | null {
  const definition: EntityDefinition = TYPES[step.type];
  const id = definition.id(model.local, step.local);
  const there = model.rows.get(id);
  if (step.act === "create" && there) return "taken";
  if (step.act !== "create" && (!there || step.type === "event")) return null;
  const call: Call = {
    act: step.act,
    definition,
    id,
    fields: step.act === "remove" ? {} : fieldsFor(model, step, id, !there),
    seq,
  };
  if (step.act === "remove") remove(model, id, version);
  else put(model, call, version);
  return call;
}

function put(model: ModelWorld, { definition, id, fields, seq }: Call, version: number): void {
  const there = model.rows.get(id);
  const values: Record<string, unknown> = { ...fields };
  if (fields.involves)
    values.involves = [...new Set(fields.involves as string[])].map(
      (target): Pinned => ({
        id: target,
        born: model.rows.get(target)!.born,
      }),
    );
  const fresh = { __typename: definition.name, id, born: version, seq, createdAt: MOMENT };
  model.rows.set(id, { ...fresh, ...there, ...values, version, updatedAt: MOMENT } as unknown as Entity);
}

function remove(model: ModelWorld, id: string, version: number): void {
  model.rows.delete(id);
  for (const [other, row] of model.rows) {
    const exits = row.exits as { to: string }[] | undefined;
    const changed = {
      ...(row.location === id && { location: null }),
      ...(row.holder === id && { holder: null }),
      ...(exits?.some(({ to }) => to === id) && { exits: exits.filter(({ to }) => to !== id) }),
    };
    if (Object.keys(changed).length > 0) model.rows.set(other, { ...row, ...changed, version });
  }
}

function fieldsFor(model: ModelWorld, step: Step, id: string, fresh: boolean): Record<string, unknown> {
  const among = (...types: string[]) =>
    [...model.rows.values()]
      .filter(({ __typename }) => types.includes(__typename))
      .map((row) => row.id)
      .sort();
  const one = (ids: readonly string[], pick = 0) => [null, ...ids][pick % (ids.length + 1)]!;
  const [first = 0, ...others] = step.pick;
  const places = among("Location");
  const given = {
    character: {
      name: step.name,
      language: step.language,
      status: step.status,
      location: one(places, first),
    },
    location: {
      name: step.name,
      kind: "place",
      exits: others.flatMap((pick, index) => {
        const to = one(places, pick);
        return to === null ? [] : [{ label: `way ${index}`, to }];
      }),
    },
    object: { name: step.name, holder: one(among("Location", "Character"), first) },
    flag: { key: step.local, value: step.pick },
    event: {
      occurredAt: step.occurredAt,
      involves: step.pick.flatMap((pick) => one(among("Location", "Character", "WorldObject"), pick) ?? []),
    },
  }[step.type];
  return fresh ? { ...sampleOf(TYPES[step.type], id, given) } : { ...given };
}
