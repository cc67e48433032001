import { isUnavailable } from "../../src/fault.ts";
import type { StoreValue } from "../../src/store/query.ts";
import type { Gateway } from "./gateway.ts";
import { SCOPES, type Sight, TARGETS } from "./targets.ts";
import { scopeIndex, type Truth } from "./truth.ts";

/** What was promised and not kept. */
export class Violation extends Error {
  /** Which promise, in a few words. */
  readonly promise: string;

  constructor(promise: string, message: string) {
    super(`${promise}: ${message}`);
    this.name = "Violation";
    this.promise = promise;
  }
}

export type Mode = "plain" | "strict" | "minVersion";

/** A read, as its client asked for it. */
export interface Asked {
  readonly gateway: Gateway;
  readonly mode: Mode;
  /** Past the caches. */
  readonly direct: boolean;
  readonly targets: readonly number[];
  /** By scope, the version that is asked for. */
  readonly least: readonly number[];
}

/** What it has to see, as that was when it began. */
export interface Claim extends Asked {
  readonly began: number;
  readonly era: number;
  readonly losses: number;
  readonly redisFailures: number;
  readonly storeFailures: number;
  readonly needs: readonly Need[];
  /** Aligned with the targets: the place in its history that this gateway has shown. */
  readonly shown: readonly number[];
}

/** Versions of one scope. */
interface Need {
  readonly scope: number;
  readonly own: number;
  readonly heard: number;
  readonly leased: number;
  readonly least: number;
  /** Only while Redis keeps its data and is reached. */
  readonly acknowledged: number;
  readonly seen: number;
  /** When nothing goes wrong any more. */
  readonly last: number;
}

export interface Acknowledged {
  readonly gateway: Gateway;
  readonly versions: Readonly<Record<string, number>>;
  readonly degraded: readonly string[];
  /** As they were when it was asked for. */
  readonly era: number;
  readonly losses: number;
}

/**
 * Judges what clients see by what the design promises, no more:
 *
 * - a gateway sees what it has acknowledged itself, what it has heard of, and what a read asks for;
 * - of one target no gateway shows less than it has shown before;
 * - nothing is older than the poll lease, unless it is marked;
 * - while Redis keeps its data and is reached, a read through it, or in L1 when all notices have come, sees what was
 *   acknowledged anywhere and what any such read has seen;
 * - what the store answers is answered;
 * - when nothing goes wrong any more, all gateways show what the store has.
 */
export interface Judge {
  begin(asked: Asked): Claim;
  /** `stale`: the scopes that are marked. Throws a Violation. */
  end(claim: Claim, values: readonly (StoreValue | Error)[], stale: ReadonlySet<string>): void;
  acknowledged(write: Acknowledged): void;
  /** A notice has come to a gateway. */
  heard(gateway: Gateway, scope: string, version: number): void;
  /** By scope, the highest versions that a client was told. */
  readonly told: readonly number[];
  /** Rises when the store was restored, and when it was given another epoch: what was promised before is void. */
  readonly era: number;
  /** The store was restored; nothing is promised until `renewed`, and a lease after that. */
  restored(): void;
  renewed(): void;
  /** Redis has lost data. */
  lost(): void;
  readonly losses: number;
  /** Nothing goes wrong any more, and there was time to notice. */
  settle(): void;
  readonly judged: number;
  /** Told of each value that was as it had to be: the target, and the place in its history. */
  onJudged: (target: number, place: number) => void;
}

export const NOTHING: readonly number[] = SCOPES.map(() => 0);

interface Memory {
  era: number;
  own: number[];
  heard: number[];
  /** By target, the place in its history. */
  shown: number[];
}

export function createJudge(options: { truth: Truth; now: () => number; leaseMs: number }): Judge {
  const { truth, now, leaseMs } = options;
  const memories = new Map<Gateway, Memory>();
  let acknowledged = [...NOTHING];
  let seen = [...NOTHING];
  let judgedFrom = 0;
  let settled = false;

  function memoryOf(gateway: Gateway): Memory {
    let memory = memories.get(gateway);
    if (memory?.era === self.era) return memory;
    memory = { era: self.era, own: [...NOTHING], heard: [...NOTHING], shown: TARGETS.map(() => 0) };
    memories.set(gateway, memory);
    return memory;
  }

  function needOf(scope: number, { gateway, mode, direct, least }: Asked, memory: Memory): Need {
    // L1 may lag behind by what is on its way.
    const fresh =
      !direct && (mode === "strict" || !gateway.bus || gateway.bus.isUpToDate(SCOPES[scope] as string));
    return {
      scope,
      own: memory.own[scope]!,
      heard: memory.heard[scope]!,
      leased: truth.versionAt(scope, now() - leaseMs),
      least: least[scope]!,
      acknowledged: fresh ? acknowledged[scope]! : 0,
      seen: fresh ? seen[scope]! : 0,
      last: settled ? truth.version(scope) : 0,
    };
  }

  function begin(asked: Asked): Claim {
    const { gateway, targets } = asked;
    const memory = memoryOf(gateway);
    const needs: Need[] = [];
    for (const target of targets) {
      const scope = scopeOfTarget(target);
      if (!needs.some((need) => need.scope === scope)) needs.push(needOf(scope, asked, memory));
    }
    return {
      ...asked,
      began: now(),
      era: now() >= judgedFrom ? self.era : -1,
      losses: self.losses,
      redisFailures: gateway.wires.redis.failures,
      storeFailures: gateway.wires.store.failures,
      needs,
      shown: targets.map((target) => memory.shown[target]!),
    };
  }

  function end(claim: Claim, values: readonly (StoreValue | Error)[], stale: ReadonlySet<string>): void {
    const { gateway, targets, mode, needs } = claim;
    for (const value of values) if (value instanceof Error && !isUnavailable(value)) throw value;
    if (claim.era !== self.era) return;
    const storeFailed = gateway.wires.store.failures !== claim.storeFailures;
    const { budgetMs } = gateway;
    const hindered =
      gateway.wires.redis.failures !== claim.redisFailures ||
      claim.losses !== self.losses ||
      (budgetMs !== null && now() - claim.began >= budgetMs);
    if (stale.size > 0 && (mode !== "plain" || settled)) fail("only what may be stale is", claim, 0, null);
    for (const [place, target] of targets.entries()) {
      const value = values[place]!;
      if (value instanceof Error) {
        if (!storeFailed) fail("what the store answers is answered", claim, target, value.message);
        continue;
      }
      const { scope } = TARGETS[target]!;
      if (stale.has(scope)) continue;
      const need = needs.find((one) => one.scope === scopeOfTarget(target))!;
      const sight = TARGETS[target]!.sightOf(value);
      let least = Math.max(need.own, need.heard, need.leased, need.least, need.last);
      if (!hindered) least = Math.max(least, need.acknowledged, need.seen);
      const found = truth.find(target, sight, least, claim.shown[place]!);
      if (found < 0) blame(claim, need, target, place, sight, hindered);
      self.judged++;
      self.onJudged(target, found);
      remember(claim, need, target, found, hindered || storeFailed);
    }
  }

  function remember(claim: Claim, need: Need, target: number, place: number, hindered: boolean): void {
    const { gateway, direct } = claim;
    const { scope } = need;
    const { shown } = memoryOf(gateway);
    shown[target] = Math.max(shown[target]!, place);
    // Whoever was hindered couldn't help, and keeps in L1 what it has seen.
    if (gateway.crowded) return;
    const { redis, store } = gateway.wires;
    const calm = gateway.bus ? redis.failures + store.failures === 0 && gateway.budgetMs === null : !hindered;
    const version = truth.from(target, place);
    if (calm && !hindered && !direct) seen[scope] = Math.max(seen[scope]!, version);
  }

  function blame(
    claim: Claim,
    need: Need,
    target: number,
    place: number,
    sight: Sight,
    hindered: boolean,
  ): never {
    const shown = claim.shown[place]!;
    const missed = (version: number, from = 0) => truth.find(target, sight, version, from) < 0;
    const promises: readonly [string, number][] = [
      ["there was such a value", 0],
      ["own writes are seen", need.own],
      ["notices are heeded", need.heard],
      ["nothing is older than the lease", need.leased],
      ["minVersion is kept", need.least],
      ["what was acknowledged is seen", hindered ? 0 : need.acknowledged],
      ["what was seen is seen", hindered ? 0 : need.seen],
      ["all converge", need.last],
    ];
    for (const [promise, version] of promises)
      if (missed(version)) fail(promise, claim, target, sight, `version ${version}`);
    fail("nothing goes backwards", claim, target, sight, `place ${shown}`);
  }

  function fail(promise: string, claim: Claim, target: number, sight: Sight, least = ""): never {
    const { gateway, mode, direct } = claim;
    throw new Violation(
      promise,
      `${gateway.party.name}${gateway.bus ? "" : " (no L1)"} read ${TARGETS[target]!.name} ${mode}${direct ? " direct" : ""} as ` +
        `${JSON.stringify(sight)}, which had to be ${least} or later of ${truth.historyOf(target)}`,
    );
  }

  function newEra(from: number): void {
    self.era++;
    self.told = [...NOTHING];
    acknowledged = [...NOTHING];
    seen = [...NOTHING];
    judgedFrom = from;
  }

  const self = {
    begin,
    end,

    acknowledged: ({ gateway, versions, degraded, era, losses }: Acknowledged) => {
      if (era !== self.era) return;
      const { own } = memoryOf(gateway);
      for (const [name, version] of Object.entries(versions)) {
        const scope = scopeIndex(name);
        own[scope] = Math.max(own[scope]!, version);
        self.told[scope] = Math.max(self.told[scope]!, version);
        if (losses === self.losses && !degraded.includes(name))
          acknowledged[scope] = Math.max(acknowledged[scope]!, version);
      }
    },

    heard: (gateway: Gateway, name: string, version: number) => {
      const { heard } = memoryOf(gateway);
      const scope = scopeIndex(name);
      heard[scope] = Math.max(heard[scope]!, version);
    },

    told: [...NOTHING],
    era: 0,
    restored: () => newEra(Number.POSITIVE_INFINITY),
    renewed: () => newEra(now() + leaseMs),
    losses: 0,
    lost: () => {
      self.losses++;
      acknowledged = [...NOTHING];
      seen = [...NOTHING];
    },
    settle: () => {
      settled = true;
    },
    judged: 0,
    onJudged: (_target: number, _place: number) => {},
  };
  return self;
}

const SCOPE_OF_TARGET = TARGETS.map(({ scope }) => scopeIndex(scope));
const scopeOfTarget = (target: number): number => SCOPE_OF_TARGET[target]!;
