import type { Clock } from "../../src/clock.ts";
import type { Random } from "../coherence/random.ts";

/** Something that runs by itself: a gateway's process or a server. One that was started anew is another party. */
export interface Party {
  readonly name: string;
  /** Nothing is delivered to it any more. */
  ended: boolean;
  /** Nothing is delivered to it, and none of its sleeps ends, before that time. */
  pausedUntil: number;
  /** How far its clock is ahead of the others, in milliseconds. */
  readonly ahead: number;
}

/** Virtual time, and what is on its way to somewhere: any of it may arrive next. The seed alone decides. */
export interface Scheduler {
  /** Milliseconds since 1970. */
  now(): number;
  /** Something that arrives at a party, at some time from `notBefore` on, unless that has ended by then. */
  post(to: Party, kind: string, run: () => void, notBefore?: number): void;
  /** Delivers one of those that may arrive now; false: it found none. Of reluctant kinds only if nothing else offers. */
  deliver(): boolean;
  /** Whether anything is on its way. */
  busy(): boolean;
  /** Lets time pass; whoever sleeps until then wakes, in the order of their times. */
  advance(ms: number): void;
  /** When the next of what is on its way may arrive; infinity: never. */
  nextArrival(): number;
  /** The time as a party has it. Its sleeps look at their signals as time passes. */
  clockOf(party: Party): Clock;
  /** From now on what is posted arrives at once, in its order. */
  hurry(): void;
  /** Half of the lives have kinds of messages that take long. */
  readonly reluctant: Set<string>;
  /** Called with what is delivered. */
  onDelivery: ((to: Party, kind: string) => void) | null;
}

interface Delivery {
  readonly to: Party;
  readonly kind: string;
  readonly run: () => void;
  readonly notBefore: number;
}

interface Sleeper {
  readonly party: Party;
  readonly due: number;
  readonly signal: AbortSignal | undefined;
  readonly wake: () => void;
  readonly reject: (reason: unknown) => void;
}

/** How often it is tried to find one by chance before all are looked at. */
const TRIES = 5;
const RELUCTANCE = 0.85;

export function createScheduler(random: Random, start: number): Scheduler {
  let now = start;
  let hurrying = false;
  const deliveries: Delivery[] = [];
  let sleepers: Sleeper[] = [];

  const mayArrive = ({ to, notBefore }: Delivery) => notBefore <= now && to.pausedUntil <= now;

  function take(index: number): Delivery {
    const delivery = deliveries[index]!;
    const last = deliveries.pop()!;
    if (last !== delivery) deliveries[index] = last;
    return delivery;
  }

  /** The index of one that may arrive, or -1. */
  function choose(): number {
    for (let left = TRIES; left > 0 && deliveries.length > 0; left--) {
      const index = random.below(deliveries.length);
      const delivery = deliveries[index]!;
      if (delivery.to.ended) take(index);
      else if (!mayArrive(delivery)) continue;
      else if (!self.reluctant.has(delivery.kind) || !random.chance(RELUCTANCE)) return index;
    }
    for (let index = deliveries.length - 1; index >= 0; index--) {
      if (deliveries[index]!.to.ended) take(index);
      else if (mayArrive(deliveries[index]!)) return index;
    }
    return -1;
  }

  const self: Scheduler = {
    now: () => now,
    post: (to, kind, run, notBefore = 0) => {
      if (hurrying && !to.ended && notBefore <= now && to.pausedUntil <= now) {
        self.onDelivery?.(to, kind);
        run();
      } else deliveries.push({ to, kind, run, notBefore });
    },
    hurry: () => {
      hurrying = true;
    },

    deliver: () => {
      const index = choose();
      if (index < 0) return false;
      const { to, kind, run } = take(index);
      self.onDelivery?.(to, kind);
      run();
      return true;
    },

    busy: () => deliveries.some(({ to }) => !to.ended),

    advance: (ms) => {
      now += ms;
      if (!sleepers.some(({ due, signal }) => due <= now || signal?.aborted)) return;
      const woken: Sleeper[] = [];
      const asleep: Sleeper[] = [];
      for (const sleeper of sleepers) {
        const { party, due, signal } = sleeper;
        if (party.ended) continue;
        if (signal?.aborted) sleeper.reject(signal.reason);
        else (due <= now && party.pausedUntil <= now ? woken : asleep).push(sleeper);
      }
      sleepers = asleep;
      woken.sort((a, b) => a.due - b.due);
      for (const { wake } of woken) wake();
    },

    nextArrival: () => {
      let next = Number.POSITIVE_INFINITY;
      for (const { to, notBefore } of deliveries)
        if (!to.ended) next = Math.min(next, Math.max(notBefore, to.pausedUntil));
      return next;
    },

    clockOf: (party) => ({
      now: () => now + party.ahead,
      sleep: (ms, signal) =>
        new Promise((wake, reject) => {
          if (signal?.aborted) reject(signal.reason);
          else sleepers.push({ party, due: now + ms, signal, wake, reject });
        }),
    }),

    reluctant: new Set(),
    onDelivery: null,
  };
  return self;
}

/**
 * Resolves after everything that can go on without waiting for the scheduler has gone on. `layers`: how often that may
 * have to wait for Node's next tick, as loaders do.
 */
export function quiet(layers = 0): Promise<void> {
  // Runs when no microtask is left.
  const tick = new Promise<void>((resolve) => process.nextTick(resolve));
  return layers === 0 ? tick : tick.then(() => quiet(layers - 1));
}
