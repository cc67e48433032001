/**
 * As `make`, which is called once for each of up to `max` names; when there are more, all are forgotten. What it has
 * nothing for isn't remembered: such names may be anything, and of any length.
 */
export function remembered<T>(max: number, make: (name: string) => T | undefined): typeof make {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(name);
    if (made === undefined) return undefined;
    if (known.size >= max) known.clear();
    known.set(name, made);
    return made;
  };
}
