import { WORLDS } from "../../src/entities/ids.ts";
import type { Random } from "../coherence/random.ts";
import { RELEASES } from "./definitions.ts";
import type { Faults } from "./faults.ts";
import type { Seat } from "./gateway.ts";
import { CHARACTERS, SCOPES, TARGETS } from "./targets.ts";

/** What a life is made of, beside its faults. */
export interface Setup {
  readonly seats: readonly Seat[];
  readonly worlds: readonly string[];
  readonly targets: readonly number[];
  /** The characters that are changed. */
  readonly characters: readonly string[];
  /** Whether a reading of the store shows one moment. */
  readonly snapshot: boolean;
  /** Whether clients use the reader and the writer above the cache, which costs half as much again. */
  readonly layered: boolean;
  /** How likely a request is to arrive at once. */
  readonly haste: number;
  readonly redisAhead: number;
  readonly writing: number;
  /** How many clients wait at a time, at most. */
  readonly atOnce: number;
  /** How likely a step is a stroke, and how likely it lets time pass. */
  readonly striking: number;
  readonly passing: number;
  /** Whether some of those steps are as long as a lease. */
  readonly longSteps: boolean;
  readonly reluctant: readonly string[];
}

/** How small a life is to be. */
export interface Bounds {
  readonly gateways: number;
  readonly worlds: number;
}

/** Kinds of messages, of which some take long in a life. */
const KINDS = [
  ...["store read", "store versions", "store log", "store change", "store turn"],
  ...["redis read", "redis open", "redis fill", "redis apply", "redis read again", "redis apply again"],
  ...["redis fill again", "notice", "closed", "subscribe"],
];

/** How many gateways: seldom more than three, which say little more and cost as much as all others. */
const SEATS = [2, 2, 2, 3, 3, 3, 4] as const;

/** The part of the lives that have readers and writers. */
const LAYERED = 0.15;

/** How long a piece of work waits for Redis where it doesn't wait for ever, in milliseconds. */
const BUDGET_MS = 200;

/** How far clocks may be apart, in milliseconds. */
const APART_MS = 20_000;

export function drawSetup(random: Random, faults: Faults, bounds: Bounds): Setup {
  const apart = () => {
    const ahead = random.below(APART_MS) - APART_MS / 2;
    if (!faults.has("clocks-apart")) return 0;
    faults.hit("clocks-apart");
    return ahead;
  };
  const releases = RELEASES[random.chance(0.2) ? "short" : "long"];
  const mixed = faults.has("two-releases");
  if (mixed) faults.hit("two-releases");
  const layered = random.chance(LAYERED);
  const count = Math.min(random.pick(SEATS), bounds.gateways);
  const seats = Array.from({ length: count }, (_, index): Seat => {
    const newer = random.chance(0.5) ? random.pick([1, 2] as const) : 0;
    return {
      name: `g${index + 1}`,
      release: releases[mixed ? newer : 0],
      local: random.chance(0.7),
      ahead: apart(),
      maxScopes: random.chance(0.3) ? 1 : 4,
      maxEntries: random.chance(0.3) ? 3 : 30,
      budgetMs: random.chance(0.5) && layered ? BUDGET_MS : null,
    };
  });
  const two = random.chance(0.3) && bounds.worlds > 1;
  const worlds = SCOPES.filter((scope) => scope === "world:w" || (two && scope !== WORLDS));
  const withWorlds = random.chance(0.3);
  const all = TARGETS.filter(
    ({ scope }) => (worlds as string[]).includes(scope) || (withWorlds && scope === WORLDS),
  ).map(({ index }) => index);
  // The fewer there are, the more often somebody else has read, or changed, what is read.
  const few = random.chance(0.8) ? 1 + random.below(4) : all.length;
  const targets = Array.from({ length: few }, (_, at) => {
    const other = at + random.below(all.length - at);
    const chosen = all[other]!;
    all[other] = all[at]!;
    all[at] = chosen;
    return chosen;
  });
  return {
    seats,
    worlds,
    targets,
    characters: CHARACTERS.slice(0, 1 + random.below(CHARACTERS.length)),
    snapshot: random.chance(0.6),
    layered,
    haste: random.pick([0, 0.3, 0.7]),
    redisAhead: apart(),
    writing: random.pick([0.2, 0.35, 0.5]),
    atOnce: 1 + random.below(6),
    striking: 0.01 + random.next() * 0.05,
    passing: random.chance(0.5) ? 0.02 : 0.06,
    longSteps: random.chance(0.3),
    reluctant: [0.6, 0.4].flatMap((chance) => (random.chance(chance) ? [random.pick(KINDS)] : [])),
  };
}
