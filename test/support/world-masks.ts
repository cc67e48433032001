import type { Entity } from "../../src/entities/define.ts";
import type { Mask } from "../../src/store/log.ts";
import { essence, type View } from "./world-views.ts";

/**
 * The names of what differs between two states of what is cached under one key, in the order of names; null: all may.
 * `remade`: the ids of what came, went or was made again between them.
 */
export function maskBetween(old: View, now: View, remade: ReadonlySet<string>): Mask {
  const { query } = now;
  if (query.kind === "list") return remade.has(query.owner) ? null : listMask(old, now);
  if (query.kind === "state") return stateMask(old.value as State, now.value as State);
  const rowsOf = ({ value }: View): readonly Entity[] =>
    Array.isArray(value) ? value : value === null ? [] : [value as Entity];
  const was = new Map(rowsOf(old).map((row) => [row.id, row]));
  const is = new Map(rowsOf(now).map((row) => [row.id, row]));
  if ([...was.keys(), ...is.keys()].some((id) => remade.has(id))) return null;
  return sorted([...is].flatMap(([id, row]) => changedNames(was.get(id)!, row)));
}

function changedNames(was: Entity, is: Entity): string[] {
  if (was.version === is.version) return [];
  const { __typename, id, version, born, seq, createdAt, updatedAt, ...fields } = is;
  const own = __typename === "World" ? "recordVersion" : "version";
  const names = Object.keys(fields).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(fields[name]),
  );
  return [...names, own, "updatedAt"];
}

function listMask(old: View, now: View): Mask {
  const entriesOf = (view: View) =>
    new Map((JSON.parse(essence(view)) as [string, unknown][]).map((entry) => [entry[0], String(entry)]));
  const [was, is] = [entriesOf(old), entriesOf(now)];
  const told = { entered: false, left: false, moved: false };
  for (const [id, entry] of is)
    if (!was.has(id)) told.entered = true;
    else if (was.get(id) !== entry) told.moved = true;
  for (const id of was.keys()) if (!is.has(id)) told.left = true;
  return Object.entries(told).flatMap(([name, so]) => (so ? [name] : []));
}

interface State {
  readonly counts: Readonly<Record<string, number>>;
  readonly latest: string | undefined;
}

const COUNTERS = {
  Character: "characterCount",
  Location: "locationCount",
  WorldObject: "objectCount",
  WorldFlag: "flagCount",
  TimelineEvent: "eventCount",
};

function stateMask(was: State, is: State): Mask {
  const counters = Object.entries(COUNTERS).filter(([type]) => was.counts[type] !== is.counts[type]);
  const latest = was.latest === is.latest ? [] : ["latestEvent"];
  return sorted(["version", ...counters.map(([, name]) => name), ...latest]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
