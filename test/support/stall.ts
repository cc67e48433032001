/**
 * The milliseconds for which `work` keeps this thread busy: nobody waits longer for it, and unlike the event loop's delay it
 * doesn't grow when other programs want the machine. The least of some attempts, since garbage is collected in some.
 */
export async function busyFor(work: (attempt: number) => unknown, attempts = 3): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = process.threadCpuUsage();
    await work(attempt);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** What is about 10 ms on a usual machine, on this one. */
export function tenMilliseconds(): Promise<number> {
  const text = JSON.stringify(Array.from({ length: 60_000 }, (_, n) => ({ id: `id-${n}`, n })));
  return busyFor(() => JSON.parse(text), 5);
}
