import type { Entity } from "../../src/entities/define.ts";
import type { Pinned } from "../../src/entities/fields.ts";
import type { StoreQuery } from "../../src/store/query.ts";
import type { ModelWorld } from "./world-model.ts";

/** Everything that can be read of a world, by the key it would be cached under. */
export interface View {
  readonly query: StoreQuery;
  /** What the model says: an entity, entities, or a list's positions. */
  readonly value: unknown;
}

type Rows = readonly Entity[];
const LANGUAGES = ["en", "fr"];
const STATUSES = ["ACTIVE", "DORMANT"];

export function viewsOf(model: ModelWorld, locals: readonly string[]): Map<string, View> {
  const { rows, local: world } = model;
  const scope = `world:${world}`;
  const all = [...rows.values()];
  const of = (type: string) => all.filter(({ __typename }) => __typename === type);
  const views = new Map<string, View>();
  const entity = (key: string, id: string) =>
    views.set(key, { query: { kind: "entity", id }, value: rows.get(id) ?? null });
  const list = (
    key: string,
    [coordinate, owner]: [string, string],
    filter: Record<string, string>,
    value: Rows,
    order?: string,
  ) =>
    views.set(key, {
      query: { kind: "list", coordinate, owner, filter, order, after: null, limit: 100 },
      value,
    });
  const timeline = (base: string, on: [string, string], events: Rows) => {
    const inOrder = events.toSorted(byMoment);
    list(`${base}:oldest`, on, {}, inOrder, "OLDEST_FIRST");
    list(`${base}:recent`, on, {}, inOrder.toReversed());
  };

  entity("record", scope);
  views.set("state", { query: { kind: "state", scope }, value: stateOf(model) });
  views.set("flags", {
    query: { kind: "together", scope, type: "WorldFlag" },
    value: of("WorldFlag").toSorted((a, b) => compare(a.id, b.id)),
  });
  timeline("timeline:world", ["World.timeline", scope], of("TimelineEvent"));
  list("locations", ["World.locations", scope], {}, byName(of("Location")));
  list("objects", ["World.objects", scope], {}, byName(of("WorldObject")));
  const places = locals.map((local) => `location:${world}:${local}`);
  for (const language of [null, ...LANGUAGES])
    for (const location of [null, ...places])
      for (const status of [null, ...STATUSES]) {
        const filter = given({ language, location, status });
        const terms = Object.entries(filter).map(([name, value]) => `${name}=${value}`);
        const matching = of("Character").filter((row) =>
          Object.entries(filter).every(([name, value]) => row[name] === value),
        );
        const key = terms.length > 0 ? `characters:${terms.join("&")}` : "characters";
        list(key, ["World.characters", scope], filter, byName(matching));
      }
  for (const local of locals) {
    for (const prefix of ["character", "location", "object", "event"])
      entity(`${prefix}:${local}:state`, `${prefix}:${world}:${local}`);
    for (const prefix of ["character", "location", "object"]) {
      const owner = `${prefix}:${world}:${local}`;
      const born = rows.get(owner)?.born;
      const involving = of("TimelineEvent").filter((event) =>
        (event.involves as Pinned[]).some((pin) => pin.id === owner && pin.born === born),
      );
      timeline(`timeline:${prefix}:${local}`, ["Entity.timeline", owner], involving);
    }
    const [holder, place] = [`character:${world}:${local}`, `location:${world}:${local}`];
    const heldBy = (id: string) => byName(of("WorldObject").filter((row) => row.holder === id));
    list(`character:${local}:inventory`, ["Character.inventory", holder], {}, heldBy(holder));
    list(`location:${local}:objects`, ["Location.objects", place], {}, heldBy(place));
    const there = byName(of("Character").filter((row) => row.location === place));
    list(`location:${local}:characters`, ["Location.characters", place], {}, there);
  }
  return views;
}

/** A value as far as it decides whether a cache must drop it; of lists, who stands where and why. */
export function essence({ query, value }: View): string {
  if (query.kind !== "list") return JSON.stringify(value);
  const rows = value as Rows;
  return JSON.stringify(
    rows.map(({ id, name, occurredAt, born, seq }) => [id, name ?? [occurredAt, born, seq]]),
  );
}

export function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function stateOf({ version, rows }: ModelWorld) {
  if (rows.size === 0) return null;
  const counts: Record<string, number> = {};
  for (const { __typename } of rows.values()) counts[__typename] = (counts[__typename] ?? 0) + 1;
  const events = [...rows.values()].filter(({ __typename }) => __typename === "TimelineEvent");
  return { version, counts, latest: events.toSorted(byMoment).at(-1)?.id };
}

function byName(rows: Rows): Rows {
  return rows.toSorted((a, b) => compare(a.name as string, b.name as string) || compare(a.id, b.id));
}

function byMoment(a: Entity, b: Entity): number {
  return (
    compare(a.occurredAt as string, b.occurredAt as string) ||
    a.born - b.born ||
    a.seq - b.seq ||
    compare(a.id, b.id)
  );
}

function given(filter: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).filter((term): term is [string, string] => term[1] !== null),
  );
}
