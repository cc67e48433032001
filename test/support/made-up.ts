/** What random inputs are made from: the same in every `npm test`, another in every `npm run test:long`. */
export const SEED = Number(process.env.TEST_SEED);

/** How many times as many inputs as `npm test` tries. */
export const ROUNDS = Number(process.env.TEST_ROUNDS);

/** Whether what takes long is tried one by one, of which `npm test` tries some: in `npm run test:long`. */
export const LONG = process.env.TEST_LONG === "true";

/** Seeds for tests that are one for each: `count` of them in `npm test`. */
export function seeds(count: number): number[] {
  return Array.from({ length: count * ROUNDS }, (_, n) => SEED + n);
}
