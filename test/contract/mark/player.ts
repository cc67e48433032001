import {
  applied,
  believed,
  fillKind,
  isOvertaken,
  type Mark,
  opened,
  RECENT_MS,
} from "../../../src/cache/mark.ts";
import type { LogEntry } from "../../../src/store/log.ts";

/** What a tier knows of a scope. */
export interface State {
  readonly mark: Mark | undefined;
  /** Key → the version that last changed it, oldest first; null: nothing is known of that. */
  readonly recent: Readonly<Record<string, number>> | null;
}

/** What a tier is asked to do. */
export type Call =
  | { readonly kind: "open"; readonly version: number; readonly anew?: boolean }
  | {
      readonly kind: "fill";
      readonly fence: number;
      readonly version: number;
      /** Each key, with the type that its value is about, and the writers that know such values. */
      readonly values: readonly (readonly [key: string, about: string, knowing: readonly string[]])[];
    }
  | {
      readonly kind: "apply";
      readonly entry: Pick<LogEntry, "version" | "keys" | "flush" | "purged" | "writer">;
      /** The keys of which the committer has the values. */
      readonly puts: readonly string[];
    };

/** What it answers, and what it knows then. */
export interface Played {
  readonly reply: Reply;
  readonly after: State;
}

export type Reply =
  | null
  | { readonly kind: "MISSING" | "BEHIND" | "SEEN" | "GAP" }
  | {
      readonly kind: "FILLED";
      readonly version: number;
      readonly results: readonly ("stored" | "changed")[];
    }
  /** `stored`: which of `puts` replaced what was there. */
  | { readonly kind: "APPLIED" | "OPENED"; readonly stored: readonly string[] };

/** Whatever decides by marks. `age`: how long ago `recent` was last changed, in milliseconds. */
export type Player = (before: State, call: Call, epoch: string, age: number) => Promise<Played>;

/** The functions of mark.ts. */
export const playPure: Player = async (before, call, epoch, age) => {
  const { mark } = before;
  const noted = new Map(Object.entries(before.recent ?? {}));
  const recent = before.recent ? { keys: noted, until: RECENT_MS } : undefined;
  const unchanged = believed(recent, age) ? before : { mark, recent: null };
  switch (call.kind) {
    case "open": {
      const made = opened(mark, call.version, call.anew ?? false, epoch);
      return { reply: null, after: made ? { mark: made, recent: null } : unchanged };
    }
    case "fill": {
      const kind = fillKind(mark, call.version, epoch);
      if (kind !== "FILLED") return { reply: { kind }, after: unchanged };
      const known = believed(recent, age);
      const results = call.values.map(([key, about, knowing]) =>
        isOvertaken(mark!, known, { key, about }, call.fence, knowing) ? "changed" : "stored",
      );
      return { reply: { kind, version: mark!.version, results }, after: unchanged };
    }
    case "apply": {
      const change = applied(mark, recent, call.entry, epoch, age);
      if (change.kind === "SEEN" || change.kind === "GAP")
        return { reply: { kind: change.kind }, after: unchanged };
      const { kind, recent: latest } = change;
      const after = { mark: change.mark, recent: latest ? Object.fromEntries(latest.keys) : null };
      return { reply: { kind, stored: call.puts }, after };
    }
  }
};

/** What decides anything in it: that a key changed at the fill floor or below it says no more than the floor. */
export function decisive({ mark, recent }: State): State {
  const counts = ([, version]: [string, number]) => version > (mark?.fillFloor ?? 0);
  return { mark, recent: recent && Object.fromEntries(Object.entries(recent).filter(counts).sort()) };
}
