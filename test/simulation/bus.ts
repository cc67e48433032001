import { decodeNotice } from "../../src/cache/redis/codec.ts";
import { scopeOfChannel } from "../../src/cache/redis/keys.ts";
import { RedisFault } from "../../src/cache/redis/problems.ts";
import type { Bus, Notice } from "../../src/cache/tier.ts";
import type { Random } from "../coherence/random.ts";
import type { Faults } from "./faults.ts";
import type { Wire } from "./network.ts";
import type { Party, Scheduler } from "./scheduler.ts";

/** The channels of the shared Redis, and who listens to them. */
export interface Channels {
  publish(channel: string, message: string): void;
  /** Those whose connection it has lost. */
  drop(whom: (listener: Party) => boolean): void;
  join(subscriber: Subscriber): void;
}

interface Subscriber {
  readonly party: Party;
  /** The scopes whose notices the server sends it. */
  readonly scopes: Set<string>;
  receive(scope: string, message: string): void;
  /** What it was sent won't come, and it isn't told. */
  miss(scope: string): void;
  /** The server has forgotten it. */
  close(): void;
}

const LOST = 0.25;
const DOUBLED = 0.2;

export function createChannels(faults: Faults): Channels {
  let subscribers: Subscriber[] = [];
  return {
    publish: (channel, message) => {
      const scope = scopeOfChannel(channel);
      for (const subscriber of subscribers) {
        if (subscriber.party.ended || !subscriber.scopes.has(scope)) continue;
        if (faults.strikes("lost-notice", LOST)) {
          subscriber.miss(scope);
          continue;
        }
        subscriber.receive(scope, message);
        if (faults.strikes("doubled-notice", DOUBLED)) subscriber.receive(scope, message);
      }
    },
    drop: (whom) => {
      for (const subscriber of subscribers) if (whom(subscriber.party)) subscriber.close();
    },
    join: (subscriber) => {
      subscribers = [...subscribers.filter(({ party }) => !party.ended), subscriber];
    },
  };
}

/** A gateway's way to the channels, in the place of its connections for them. */
export interface SimulatedBus extends Bus {
  close(): void;
  /** Whether all notices of what was published until now have come, and none of the scope's was lost. */
  isUpToDate(scope: string): boolean;
}

/** What a late notice takes, in milliseconds. */
const LATE_MS = 5_000;
const LATE = 0.1;

export function createSimulatedBus(options: {
  wire: Wire;
  channels: Channels;
  scheduler: Scheduler;
  random: Random;
  faults: Faults;
  party: Party;
  epoch: () => string;
  /** A notice has come in. */
  onNotice: (notice: Notice) => void;
  /** What came in is no notice. */
  onGarbage: (scope: string) => void;
}): SimulatedBus {
  const { wire, channels, scheduler, random, faults, party, epoch, onNotice, onGarbage } = options;
  /** Each with what tells it from an earlier time. */
  const wanted = new Map<string, object>();
  const confirmed = new Set<string>();
  const missed = new Set<string>();
  let listener: Parameters<Bus["listen"]>[0] | null = null;
  let travelling = 0;

  function travel(kind: string, arrive: () => void): void {
    travelling++;
    const notBefore = faults.strikes("late-notice", LATE) ? scheduler.now() + random.below(LATE_MS) : 0;
    scheduler.post(
      party,
      kind,
      () => {
        travelling--;
        arrive();
      },
      notBefore,
    );
  }

  const subscriber: Subscriber = {
    party,
    scopes: new Set(),
    receive: (scope, message) =>
      travel("notice", () => {
        if (!wanted.has(scope)) return;
        const notice = decodeNotice(scope, epoch(), message);
        if (notice === undefined) return onGarbage(scope);
        if (notice === null) return;
        onNotice(notice);
        listener?.onNotice(notice);
      }),
    miss: (scope) => void missed.add(scope),
    close: () => {
      if (subscriber.scopes.size === 0) return;
      subscriber.scopes.clear();
      travel("closed", () => {
        const told = [...confirmed];
        wanted.clear();
        confirmed.clear();
        listener?.onClosed(told);
      });
    },
  };
  channels.join(subscriber);

  const self: SimulatedBus = {
    subscribe: async (scope) => {
      const wish = wanted.get(scope) ?? {};
      wanted.set(scope, wish);
      try {
        await wire.call("subscribe", () => {
          subscriber.scopes.add(scope);
          missed.delete(scope);
        });
      } catch (error) {
        if (wanted.get(scope) === wish) self.unsubscribe(scope);
        throw error;
      }
      if (wanted.get(scope) !== wish) throw new RedisFault("unavailable", "the subscription was lost");
      confirmed.add(scope);
    },
    unsubscribe: (scope) => {
      wanted.delete(scope);
      confirmed.delete(scope);
      subscriber.scopes.delete(scope);
    },
    connected: () => true,
    listen: (to) => {
      listener = to;
    },
    close: () => {},
    isUpToDate: (scope) => travelling === 0 && !missed.has(scope),
  };
  return self;
}
