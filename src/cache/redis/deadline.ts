/** Rejects with "timed out" what takes longer than `ms`; what it began goes on. */
export function createDeadline(ms: number): <T>(work: () => Promise<T>) => Promise<T> {
  return (work) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`timed out after ${ms} ms`)), ms);
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
