import { setImmediate as nextTurn } from "node:timers/promises";

/** Rows in one statement: the server's memory, and this process's event loop, wait for it. */
const ROWS = 1_000;

/** Sends a statement for each batch of the rows, and lets others in this process have their turn between. */
export async function inBatches<T>(rows: readonly T[], send: (batch: T[]) => void): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS) {
    if (start > 0) await nextTurn();
    send(rows.slice(start, start + ROWS));
  }
}
