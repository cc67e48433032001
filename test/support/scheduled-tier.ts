import type fc from "fast-check";
import type { Bus, Tier } from "../../src/cache/tier.ts";

/**
 * Lets the scheduler decide when each call reaches the shared tier, when its reply arrives, and when each
 * notice does; every seventh notice is lost, and every fifth comes twice.
 */
export function scheduledTier(tier: Tier, scheduler: fc.Scheduler): Tier {
  let notices = 0;
  const late =
    <A extends unknown[], R>(method: (...given: A) => R | Promise<R>) =>
    async (...given: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve());
      const reply = await method(...given);
      await scheduler.schedule(Promise.resolve());
      return reply;
    };
  const bus: Bus | undefined = tier.bus && {
    ...tier.bus,
    listen: (listener) =>
      tier.bus!.listen({
        ...listener,
        onNotice: (notice) => {
          const count = ++notices;
          if (count % 7 === 0) return;
          const arrive = () =>
            void scheduler.schedule(Promise.resolve()).then(() => listener.onNotice(notice));
          arrive();
          if (count % 5 === 0) arrive();
        },
      }),
  };
  return {
    ...tier,
    bus,
    read: late(tier.read),
    marks: late(tier.marks),
    open: late(tier.open),
    fill: late(tier.fill),
    apply: late(tier.apply),
  };
}
