import { Fault } from "../../fault.ts";
import { StoreFault } from "../store-fault.ts";

/** What SQLite's result codes mean to a caller. */

export const BUSY = 5;
export const LOCKED = 6;
export const NOTADB = 26;

/** An SQL error or a broken constraint is this program's own mistake. */
const OWN = new Set([0, 1, 19]);

const WORDS: Readonly<Record<number, readonly [string, ("change" | "restart")?]>> = {
  3: ["this process has no right to use the store's file"],
  7: ["the store has no memory left"],
  8: ["the store's file can only be read: no change can be made", "change"],
  10: ["the store's file can't be read or written (I/O error)"],
  11: ["the store's file is malformed: restore it from a backup", "restart"],
  13: ["the store's disk is full: no change can be made", "change"],
  14: ["the store's file can't be opened"],
  26: ["the store's file is malformed: restore it from a backup", "restart"],
};

/** The result code without what makes it more precise; 0: not SQLite's. */
export function primaryCode(error: unknown): number {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : 0;
}

/** What SQLite itself reports is the store's failure; the client learns that it is unavailable, and why. */
export function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  const code = primaryCode(error);
  if (OWN.has(code)) return error;
  const [message, until] = WORDS[code] ?? ["the store can't be used"];
  return new StoreFault(message, { ...(until && { until }), cause: error });
}
