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

/** As `find`, which is called once for each object, such as a definition, as long as that is in use. */
export function once<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (!value) {
      value = find(key);
      known.set(key, value);
    }
    return value;
  };
}
