import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is true; a question that fails counts as no. Rejects with the last failure. */
export async function poll(what: string, question: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    let failure: unknown;
    try {
      if (await question()) return;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end)
      throw new Error(`${what}: not within ${withinMs} ms`, failure === undefined ? {} : { cause: failure });
    await pause(25);
  }
}
