/** Cuts a list into pieces that have no more than `max` items, and where more than one, no greater weight. */
export function batchesOf<T>(
  items: readonly T[],
  max: number,
  weightOf: (item: T) => number = () => 0,
  maxWeight = 0,
): T[][] {
  const batches: T[][] = [];
  let weight = 0;
  for (const item of items) {
    const more = weightOf(item);
    const last = batches.at(-1);
    if (!last || last.length === max || weight + more > maxWeight) {
      batches.push([item]);
      weight = more;
    } else {
      last.push(item);
      weight += more;
    }
  }
  return batches;
}
