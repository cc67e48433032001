import { CONDEMNED, MAX_WRITERS, type Mark } from "../../../src/cache/mark.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import type { Random } from "../../coherence/random.ts";
import type { Call, State } from "./player.ts";

const KEYS = ["a", "b", "c", "d", "e"] as const;
const TYPES = ["Character", "Location", "WorldObject"] as const;
const VERSIONS = 9;

/** The last one is nobody known. */
const WRITERS = ["mine", "mine", "theirs", "others", ""] as const;

export function madeUpEpoch(random: Random): string {
  return random.chance(0.9) ? "store" : "another";
}

/** Some state, mostly one of a store of that epoch. */
export function madeUpState(random: Random, epoch: string): State {
  if (random.chance(0.1)) return { mark: undefined, recent: madeUpRecent(random, 3) };
  const version = random.chance(0.03) ? CONDEMNED : 3 + random.below(VERSIONS);
  const floor = () => random.below(Math.min(version, VERSIONS) + 1);
  const floors = TYPES.filter(() => random.chance(0.2)).map((type) => [type, floor()] as const);
  const mark: Mark = {
    version,
    epoch: random.chance(0.9) ? epoch : "other",
    writers: madeUpWriters(random, Math.min(version, VERSIONS)),
    flushFloor: floor(),
    fillFloor: floor(),
    typeFloors: Object.fromEntries(floors),
  };
  return { mark, recent: random.chance(0.2) ? null : madeUpRecent(random, Math.min(version, VERSIONS)) };
}

/** Now and then as many as are kept apart. */
function madeUpWriters(random: Random, version: number): Record<string, number> {
  const many = random.chance(0.1) ? Array.from({ length: MAX_WRITERS - 1 }, (_, n) => `w${n}`) : [];
  const some = WRITERS.slice(1, -1).filter(() => random.chance(0.4));
  return Object.fromEntries([...some, ...many].map((writer) => [writer, random.below(version + 1)]));
}

/** Changes up to a version, now and then as many as are remembered. */
function madeUpRecent(random: Random, version: number): Record<string, number> {
  const others = random.chance(0.1) ? MAX_KEYS - random.below(3) : 0;
  const keys = [
    ...KEYS.filter(() => random.chance(0.5)),
    ...Array.from({ length: others }, (_, n) => `k${n}`),
  ];
  const first = random.below(version + 1);
  const versions = keys
    .map(() => first + random.below(version + 1 - first))
    .sort((one, other) => one - other);
  const noted = keys.slice(0, MAX_KEYS).map((key, place) => [key, versions[place]!] as const);
  return Object.fromEntries(noted.length > 0 ? noted : [["a", 0]]);
}

/** Mostly one that isn't refused as a whole. */
export function madeUpCall(random: Random, { mark }: State): Call {
  const known = mark && mark.version !== CONDEMNED ? mark.version : 5;
  const near = () => Math.max(0, known + random.below(5) - 2);
  const some = () => KEYS.filter(() => random.chance(0.4));
  const apply = (): Call => {
    const flush = random.chance(0.2);
    return {
      kind: "apply",
      entry: {
        version: random.chance(0.7) ? known + 1 : near(),
        keys: flush ? [] : some(),
        flush,
        purged: flush && random.chance(0.5) ? random.pick(TYPES) : null,
        writer: random.pick(WRITERS),
      },
      puts: random.chance(0.5) ? some() : [],
    };
  };
  const knowing = () => WRITERS.slice(1, -1).filter(() => random.chance(0.7));
  const fill = (): Call => {
    const fence = Math.max(0, known - random.below(4));
    const values = some().map((key) => [key, random.pick(TYPES), knowing()] as const);
    return { kind: "fill", fence, version: random.chance(0.8) ? known : near(), values };
  };
  return random.weighted<() => Call>([
    [1, () => ({ kind: "open", version: near(), anew: random.chance(0.5) })],
    [4, fill],
    [5, apply],
  ])();
}
