import { isUnavailable, unavailable } from "../../src/fault.ts";
import type { StoreValue } from "../../src/store/query.ts";
import type { Random } from "../coherence/random.ts";
import { type Access, peek } from "./access.ts";
import { anyDeed, type Deed } from "./deeds.ts";
import type { Gateway } from "./gateway.ts";
import { type Asked, type Judge, type Mode, NOTHING } from "./judge.ts";
import type { Party } from "./scheduler.ts";
import { TARGETS } from "./targets.ts";
import type { Tell } from "./tell.ts";

/** Those who use the gateways: each does one thing, and again with the same key where that wasn't answered. */
export interface Clients {
  /** One more begins, if there is a gateway to turn to. */
  begin(): void;
  /** Reads all targets at a gateway. */
  readAll(gateway: Gateway): void;
  /** Looks at whatever a gateway's L1 answers with, also what nobody has read there. */
  lookInto(gateway: Gateway): void;
  /** How many wait for an answer. */
  waiting(): number;
  /** A process has ended: who waits for it turns to another one, or gives up. */
  lost(party: Party): void;
}

/** What the clients of a life do, of all that they may do. */
export interface Habits {
  readonly worlds: readonly string[];
  readonly characters: readonly string[];
  /** Of the targets, those that are read. */
  readonly targets: readonly number[];
  /** The part of what they do that is writing. */
  readonly writing: number;
}

interface Waiting {
  readonly gateway: Gateway;
  /** The gateway's process has ended. */
  readonly onLost: (error: unknown) => void;
}

/** How often a write is tried again. */
const AGAIN = 2;
const HASTY = 0.05;

export function createClients(options: {
  random: Random;
  habits: Habits;
  access: Access;
  judge: Judge;
  gateways: readonly Gateway[];
  onError: (error: unknown) => void;
  tell: Tell | null;
}): Clients {
  const { random, habits, access, judge, gateways, onError, tell } = options;
  const waiting = new Set<Waiting>();
  let notes = 0;

  /** Does something at a gateway. */
  function use<T>(
    gateway: Gateway,
    work: () => Promise<T>,
    onAnswer: (value: T) => void,
    onFailure: (error: unknown) => void,
    onLost: (error: unknown) => void = () => {},
  ): void {
    const one: Waiting = { gateway, onLost };
    waiting.add(one);
    const end = (finish: () => void) => {
      if (!waiting.delete(one) || gateway.party.ended) return;
      try {
        finish();
      } catch (error) {
        onError(error);
      }
    };
    work().then(
      (value) => end(() => onAnswer(value)),
      (error) => end(() => onFailure(error)),
    );
  }

  function read(gateway: Gateway, mode: Mode, targets: readonly number[], direct: boolean): void {
    const asked: Asked = {
      gateway,
      mode,
      direct,
      targets,
      least: mode === "minVersion" ? [...judge.told] : NOTHING,
    };
    const claim = judge.begin(asked);
    const stale = new Set<string>();
    tell?.(
      () =>
        `${gateway.party.name} is asked ${mode}${direct ? " direct" : ""} for ${targets.map((one) => TARGETS[one]!.name)}`,
    );
    use(
      gateway,
      () => access.read(asked, stale),
      (values) => {
        tell?.(
          () =>
            `${gateway.party.name} answers ${targets.map((one, place) => told(one, values[place]!))}${stale.size > 0 ? " STALE" : ""}`,
        );
        judge.end(claim, values, stale);
      },
      (error) =>
        judge.end(
          claim,
          targets.map(() => error as Error),
          stale,
        ),
    );
  }

  function write(gateway: Gateway, deed: Deed, triesLeft: number): void {
    const { era, losses } = judge;
    tell?.(() => `${gateway.party.name} is asked to ${deed.kind} ${deed.world} (${deed.note})`);
    const again = (error: unknown) => {
      // A store that was restored knows of no import that was under way.
      if (!isUnavailable(error) && deed.kind !== "import") throw error;
      const other = gateways.length > 0 ? random.pick(gateways) : null;
      if (triesLeft > 0 && other && deed.kind !== "import") write(other, deed, triesLeft - 1);
    };
    use(
      gateway,
      () => access.write(gateway, deed),
      ({ versions, degraded }) => {
        tell?.(() => `${gateway.party.name} acknowledges ${deed.note} as ${JSON.stringify(versions)}`);
        judge.acknowledged({ gateway, versions, degraded, era, losses });
      },
      again,
      again,
    );
  }

  const clients: Clients = {
    begin: () => {
      if (gateways.length === 0) return;
      const gateway = random.pick(gateways);
      if (random.chance(habits.writing)) {
        const deed = anyDeed(random, habits, ++notes + 100);
        write(gateway, deed, random.chance(0.5) ? AGAIN : 0);
        // A client that doesn't wait for its answer.
        if (deed.kind !== "import" && random.chance(HASTY)) write(random.pick(gateways), deed, 0);
        return;
      }
      const target = random.pick(habits.targets);
      const targets = random.chance(0.6) ? [target] : [...new Set([target, random.pick(habits.targets)])];
      const chance = random.next();
      const mode = chance < 0.6 ? "plain" : chance < 0.8 ? "strict" : "minVersion";
      read(gateway, mode, targets, random.chance(0.05));
    },

    readAll: (gateway) => read(gateway, "plain", habits.targets, false),

    lookInto: (gateway) => {
      for (const { index } of TARGETS) {
        const asked: Asked = { gateway, mode: "plain", direct: false, targets: [index], least: NOTHING };
        const claim = judge.begin(asked);
        const value = peek(asked);
        if (value === undefined) continue;
        try {
          judge.end(claim, [value], NOBODY);
        } catch (error) {
          onError(error);
        }
      }
    },

    waiting: () => waiting.size,

    lost: (party) => {
      for (const one of waiting) {
        if (one.gateway.party !== party) continue;
        waiting.delete(one);
        try {
          one.onLost(unavailable("the connection is lost"));
        } catch (error) {
          onError(error);
        }
      }
    },
  };
  return clients;
}

const NOBODY: ReadonlySet<string> = new Set();

function told(target: number, value: StoreValue | Error): string {
  return value instanceof Error ? value.message : JSON.stringify(TARGETS[target]!.sightOf(value));
}
