import type { Bus, Notice, Tier } from "../../src/cache/tier.ts";

type Method = "read" | "fill" | "apply";

/** A shared tier whose replies and notices a test can hold back or lose: the call has happened all the same. */
export interface GatedTier {
  readonly tier: Tier;
  /** Holds the next reply of this method but `skipped`; resolves with its release once the tier has replied. */
  hold(method: Method, skipped?: number): Promise<() => void>;
  /** Holds every notice that arrives, until it is told to let them through. */
  holdNotices(): void;
  /** Lets through what was held, in this order of arrival or as `choose` has it. */
  releaseNotices(choose?: (held: readonly Notice[]) => readonly Notice[]): void;
  /** Resolves when the notice of this version has arrived. */
  arrived(scope: string, version: number): Promise<void>;
  /** Calls so far, by method. */
  readonly calls: Readonly<Record<Method, number>>;
}

export function gatedTier(tier: Tier): GatedTier {
  const holds = new Map<Method, { skip: number; hold: (release: () => void) => void }>();
  const calls: Record<Method, number> = { read: 0, fill: 0, apply: 0 };
  const held: Notice[] = [];
  const seen = new Map<string, number>();
  const waiting = new Set<() => void>();
  let holding = false;
  let pass: (notice: Notice) => void = () => {};

  const through =
    <A extends unknown[], R>(method: Method, call: (...given: A) => R | Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls[method]++;
      const next = holds.get(method);
      const hold = next && next.skip-- === 0 ? next.hold : undefined;
      if (hold) holds.delete(method);
      const reply = await call(...given);
      if (hold) await new Promise<void>((release) => hold(release));
      return reply;
    };

  const bus: Bus | undefined = tier.bus && {
    ...tier.bus,
    listen: (listener) => {
      pass = listener.onNotice;
      tier.bus!.listen({
        ...listener,
        onNotice: (notice) => {
          if (holding) held.push(notice);
          else listener.onNotice(notice);
          seen.set(notice.scope, Math.max(seen.get(notice.scope) ?? 0, notice.version));
          for (const look of waiting) look();
        },
      });
    },
  };

  return {
    tier: {
      ...tier,
      bus,
      read: through("read", tier.read),
      fill: through("fill", tier.fill),
      apply: through("apply", tier.apply),
    },
    hold: (method, skipped = 0) =>
      new Promise((resolve) => holds.set(method, { skip: skipped, hold: resolve })),
    holdNotices: () => {
      holding = true;
    },
    releaseNotices: (choose = (all) => all) => {
      holding = false;
      for (const notice of choose(held.splice(0))) pass(notice);
    },
    arrived: (scope, version) =>
      new Promise((resolve) => {
        const look = () => {
          if ((seen.get(scope) ?? 0) < version) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    calls,
  };
}
