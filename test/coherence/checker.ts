import { type Effect, type History, keyOf, type Read, type Sight, type Value } from "./history.ts";
import { LOCATIONS, rebuild, type State, type Truth } from "./truth.ts";

export interface Verdict {
  /** What the protocol doesn't allow, in words; none is as it should be. */
  readonly violations: readonly string[];
  /** How many reads, and values in them, were judged. */
  readonly reads: number;
  readonly values: number;
  readonly writes: number;
}

/**
 * Judges a run by what the protocol promises (src/cache/README.md), no more:
 *
 * - what was acknowledged happened once, at the version that was told, and shows what was asked for;
 * - a read sees what its own gateway had acknowledged, what a `min` read asks for, and what was
 *   acknowledged anywhere before the poll lease began; a strict one sees all that was acknowledged while
 *   the shared cache keeps its data and can be reached;
 * - of one key, no gateway ever shows less than it has shown before;
 * - in the end all gateways show what the store holds.
 */
export function check(history: History): Verdict {
  const truth = rebuild(history.log, history.writes);
  const violations = [...truth.contradictions, ...checkWrites(history, truth)];
  violations.push(...checkReads(history, truth));
  for (const { by, saw } of history.finals)
    for (const { scope, key, value } of saw) {
      const state = truth.states(key).at(-1)?.value ?? nothing(value);
      if (!shows(value, state))
        violations.push(
          `in the end ${by} shows ${key} as ${JSON.stringify(value)}, and it is ${JSON.stringify(state)} at version ${truth.last.get(scope) ?? 0}`,
        );
    }
  return {
    violations,
    reads: history.reads.length,
    values: history.reads.reduce((sum, { saw }) => sum + saw.length, 0),
    writes: history.writes.length,
  };
}

function* checkWrites({ writes, log }: History, truth: Truth): Iterable<string> {
  const purges = new Map<string, Set<number>>();
  for (const { scope, version, key } of log)
    if (key === null) purges.set(scope, (purges.get(scope) ?? new Set()).add(version));
  for (const write of writes) {
    const { key, effect, acknowledged, refused } = write;
    const name = key ?? "a purge";
    const made = truth.versions.get(write)?.[effect.world];
    if (refused && made !== undefined) yield `${name} was refused (${refused}), and is version ${made}`;
    for (const { version, life, saw } of acknowledged) {
      if (key === null) {
        if (!purges.get(effect.world)?.delete(version))
          yield `${life} acknowledged a purge as version ${version} of ${effect.world}, which is none`;
        continue;
      }
      if (made !== version && !(made === undefined && changedNothing(effect, version, truth)))
        yield `${life} acknowledged ${name} as version ${version} of ${effect.world}, and the log has it ${made === undefined ? "not at all" : `as ${made}`}`;
      for (const { key: seen, value } of saw) {
        const state = stateAt(truth.states(seen), version);
        if (!shows(value, state))
          yield `${life} answered ${name} with ${seen} as ${JSON.stringify(value)}, and it is ${JSON.stringify(state)} at version ${version}`;
      }
    }
  }
}

/** Whether a write that no log knows was answered as of a version at which all was so already. */
function changedNothing(effect: Effect, version: number, truth: Truth): boolean {
  if (effect.kind !== "moveCharacter") return false;
  const { world, local, location } = effect;
  const holds = (filter: string) =>
    (stateAt(truth.states(keyOf.characters(world, filter)), version) as string[] | null)?.includes(local) ??
    false;
  return holds("") && LOCATIONS.every((place) => holds(`@${place}`) === (place === location));
}

function* checkReads(history: History, truth: Truth): Iterable<string> {
  const { leaseMs, losses } = history;
  const own = createFloors();
  const anywhere = createFloors();
  const strong = createFloors();
  const shown = createFloors();
  for (const write of history.writes) {
    // A purge changes nothing that can be seen but the version.
    const versions = truth.versions.get(write) ?? {
      [write.effect.world]: Math.max(0, ...write.acknowledged.map(({ version }) => version)),
    };
    for (const { life, answered, weak } of write.acknowledged)
      for (const [scope, version] of Object.entries(versions)) {
        own.raise(`${life} ${scope}`, answered, version);
        anywhere.raise(scope, answered, version);
        if (!weak) strong.raise(scope, answered, version);
      }
  }
  const whole = ({ began, answered }: Read) => losses.every(({ from, to }) => answered < from || began > to);

  // By the moment that each began: what was answered before that has been judged then.
  for (const read of [...history.reads].sort((a, b) => a.began - b.began)) {
    const { life, mode, began, answered, minVersions } = read;
    const floors = new Map<string, number>();
    for (const scope of new Set(read.saw.map((sight) => sight.scope)))
      floors.set(
        scope,
        Math.max(
          own.before(`${life} ${scope}`, began),
          mode === "min" ? (minVersions[scope] ?? 0) : 0,
          anywhere.before(scope, began - leaseMs),
          mode === "strict" && whole(read) ? strong.before(scope, began) : 0,
        ),
      );
    for (const sight of read.saw) {
      const { scope, key, value } = sight;
      const floor = floors.get(scope)!;
      const shownBefore = (name: string) => shown.before(`${life} ${name}`, began);
      const before = shownBefore(key);
      const goneSince = (name: string) => isGoneSince(truth, name, Math.max(floor, shownBefore(name)));
      const at = firstMatch(sight, truth, Math.max(floor, before), goneSince);
      if (at !== undefined) {
        shown.raise(`${life} ${key}`, answered, at);
        continue;
      }
      const why =
        firstMatch(sight, truth, floor, goneSince) === undefined
          ? `which it wasn't at version ${floor} or later`
          : `and had been shown as of version ${before} there`;
      yield `${life} (${mode}, from ${began.toFixed(1)} to ${answered.toFixed(1)}) showed ${key} as ${JSON.stringify(value)}, ${why}`;
    }
  }
}

/** The highest version that was reached before a moment, by name. */
function createFloors() {
  /** By moment; each knows the highest version up to its own. */
  const raises = new Map<string, { readonly at: number; version: number }[]>();
  const indexOf = (list: readonly { readonly at: number }[], moment: number) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.at < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    raise: (name: string, at: number, version: number) => {
      const list = raises.get(name) ?? [];
      raises.set(name, list);
      const place = indexOf(list, at);
      list.splice(place, 0, { at, version: Math.max(version, list[place - 1]?.version ?? 0) });
      for (const later of list.slice(place + 1)) {
        if (later.version >= version) break;
        later.version = version;
      }
    },
    before: (name: string, moment: number): number => {
      const list = raises.get(name) ?? [];
      return list[indexOf(list, moment) - 1]?.version ?? 0;
    },
  };
}

/** The lowest version, `floor` or later, at which the key was what was seen. */
function firstMatch(
  { scope, key, value }: Sight,
  truth: Truth,
  floor: number,
  goneSince: GoneSince,
): number | undefined {
  const states = truth.states(key);
  const first = states.findLastIndex(({ from }) => from <= floor);
  const rest = first < 0 ? [{ from: 0, value: nothing(value) }, ...states] : states.slice(first);
  const found = rest.find(
    (state) => shows(value, state.value) || lacksTheGone(scope, key, value, state, goneSince),
  );
  return found && Math.max(found.from, floor);
}

/** What a key was before its scope's first version. */
function nothing(seen: Value): Value {
  return Array.isArray(seen) ? [] : null;
}

function stateAt(states: readonly State[], version: number): Value {
  return states.findLast(({ from }) => from <= version)?.value ?? null;
}

/** Whether all that was seen is so. */
function shows(seen: Value, is: Value): boolean {
  if (seen === null || is === null) return seen === is;
  if (Array.isArray(seen) || Array.isArray(is)) return JSON.stringify(seen) === JSON.stringify(is);
  return Object.entries(seen).every(([field, value]) => value === (is as Record<string, unknown>)[field]);
}

/** Whether a key may have been read as null. */
type GoneSince = (key: string) => boolean;

function isGoneSince(truth: Truth, key: string, floor: number): boolean {
  return truth
    .states(key)
    .some(
      ({ value }, index, all) => value === null && (all[index + 1]?.from ?? Number.POSITIVE_INFINITY) > floor,
    );
}

/**
 * An entry whose entity is gone by the time it is read is left out of its list, and a world that is gone by
 * the time its state is read counts nothing any more.
 */
function lacksTheGone(scope: string, key: string, seen: Value, state: State, goneSince: GoneSince): boolean {
  const isGone = (entry: string) => {
    if (key === keyOf.worlds()) return goneSince(keyOf.record(entry));
    if (key.startsWith(keyOf.characters(scope, ""))) return goneSince(keyOf.character(scope, entry));
    // Events go with their world.
    return key.startsWith(keyOf.timeline(scope, "")) && goneSince(keyOf.record(scope));
  };
  if (Array.isArray(seen) && Array.isArray(state.value)) {
    const left = [...(state.value as string[])];
    const kept = (seen as string[]).every((one) => {
      const place = left.indexOf(one);
      return (
        place >= 0 &&
        left
          .splice(0, place + 1)
          .slice(0, -1)
          .every(isGone)
      );
    });
    return kept && left.every(isGone);
  }
  const counts = seen as Record<string, unknown> | null;
  return key === keyOf.state(scope) && !state.value && counts?.characters === 0 && counts.events === 0;
}
