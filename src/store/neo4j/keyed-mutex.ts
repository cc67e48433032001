/**
 * Lets one at a time through for each key, in order of arrival. Whoever waits for another change of this
 * process to a world does so here, and not at the server with a connection in hand that others need.
 */
export type KeyedMutex = <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>;

export function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();
  return (keys, work) => {
    const before = keys.map((key) => last.get(key));
    const mine = Promise.all(before).then(work);
    const over = mine.catch(() => {});
    for (const key of keys) last.set(key, over);
    void over.then(() => {
      for (const key of keys) if (last.get(key) === over) last.delete(key);
    });
    return mine;
  };
}
