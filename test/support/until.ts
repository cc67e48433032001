import { turnOfTheLoop } from "./clock.ts";

/** Waits, turn by turn of the event loop, until something has come about; the test's timeout bounds it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await turnOfTheLoop();
}
