/** Numbers that a seed decides, so that what was drawn once can be drawn again. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number;
  /** A whole number, 0 ≤ n < `bound`. */
  below(bound: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight. */
  weighted<T>(from: readonly (readonly [number, T])[]): T;
  /** Another stream, which doesn't depend on how much is drawn from this one afterwards. */
  fork(): Random;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  // 32 bits with their sign, which is what Node keeps without making an object of each.
  let state = seed | 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return mixed ^ (mixed >>> 14);
  };
  const next = () => (draw() >>> 0) / RANGE;
  const below = (bound: number) => Math.floor(((draw() >>> 0) / RANGE) * bound);
  return {
    next,
    below,
    chance: (probability) => (draw() >>> 0) / RANGE < probability,
    pick: (from) => from[below(from.length)]!,
    weighted: (from) => {
      let left = next() * from.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return from.at(-1)![1];
    },
    fork: () => createRandom(below(RANGE)),
  };
}

const RANGE = 2 ** 32;
