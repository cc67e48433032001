import { join } from "node:path";

/** A change of the source that takes one guard of the protocol out. It exists only in tests. */
export interface Guard {
  readonly name: string;
  /** The line of the protocol that it stands in. */
  readonly line: number;
  readonly cuts: readonly Cut[];
}

export interface Cut {
  /** Below `src/`. */
  readonly file: string;
  /** What has to be there exactly once. */
  readonly text: string;
  readonly instead: string;
}

/** The settings of a process that is started without this guard. */
export function without(guard: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=${join(import.meta.dirname, "guard-out.ts")}`, GUARD_OUT: guard };
}

/** A guard that is one text in one file. */
export function guard(line: number, name: string, file: string, text: string, instead = ""): Guard {
  return { name, line, cuts: [{ file, text, instead }] };
}
