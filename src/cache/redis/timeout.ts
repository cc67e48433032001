/**
 * Rejects with "timed out" what takes longer than `ms`; what it began goes on. What has come while this process was busy
 * elsewhere is in time.
 */
export function createTimeout(ms: number): <T>(work: () => Promise<T>) => Promise<T> {
  return (work) =>
    new Promise((resolve, reject) => {
      const late = () => reject(new Error(`timed out after ${ms} ms`));
      // Sockets are read between timers and immediates.
      const timer = setTimeout(() => setImmediate(late), ms);
      work().then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
}
