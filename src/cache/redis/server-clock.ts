/**
 * How far the clocks of Redis' servers are ahead of this process's. What is cached says when by its server's
 * clock, and so has the same age for all gateways, however their own clocks are set.
 */
export interface ServerClocks {
  /** A node said that it was `time` there, between `began` and `ended` here; all in milliseconds since 1970. */
  learn(node: string, time: number, began: number, ended: number): void;
  /** Milliseconds to add to this process's time; of a node that wasn't heard of, another one's. */
  ahead(node: string): number;
}

/** An answer that took longer says too little, in milliseconds: values may live longer by half of it. */
const SLOW_MS = 1_000;

export function createServerClocks(): ServerClocks {
  const known = new Map<string, number>();
  return {
    learn: (node, time, began, ended) => {
      if (ended - began > SLOW_MS && known.has(node)) return;
      known.set(node, Math.round(time - (began + ended) / 2));
    },
    ahead: (node) => known.get(node) ?? known.values().next().value ?? 0,
  };
}
