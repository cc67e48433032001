import { join } from "node:path";

/** Changes of the source, each of which takes one guard of the protocol out. They exist only in tests. */
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

/** The settings of a gateway that is started without this guard. */
export function without(guard: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=${join(import.meta.dirname, "guard-out.ts")}`, GUARD_OUT: guard };
}

const SCRIPTS = "cache/redis/scripts.ts";

export const GUARDS: readonly Guard[] = [
  {
    name: "M rises before the acknowledgement",
    line: 2,
    cuts: [
      {
        file: "cache/acknowledge.ts",
        text: "for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);",
        instead: "",
      },
    ],
  },
  {
    name: "a change that follows a gap is not applied",
    line: 3,
    cuts: [{ file: SCRIPTS, text: "if version > mark.version + 1 then return {'GAP', ''} end", instead: "" }],
  },
  {
    name: "a change that was applied is not applied again",
    line: 3,
    cuts: [{ file: SCRIPTS, text: "if version <= mark.version then return {'SEEN', ''} end", instead: "" }],
  },
  {
    name: "a floor rises when recent is made anew",
    line: 3,
    cuts: [
      {
        file: SCRIPTS,
        text: "mark.fillFloor = math.max(mark.fillFloor, mark.version)",
        instead: "",
      },
    ],
  },
  {
    name: "L1 answers only from the floor on",
    line: 5,
    cuts: [
      {
        file: "cache/verdicts.ts",
        text: 'if (applied < floor.version) return { envelope: undefined, reason: "behind" };',
        instead: "",
      },
    ],
  },
  {
    name: "a strict read asks for the version first",
    line: 5,
    cuts: [
      {
        file: "worlds/reader.ts",
        text: "if (unseen.length > 0) await cache.hearLatest(unseen, budget);",
        instead: "",
      },
    ],
  },
  {
    name: "no tier is trusted below M",
    line: 6,
    cuts: [
      { file: "cache/mark.ts", text: 'if (mark.version < floor.version) return "behind";', instead: "" },
      {
        file: "cache/tier-reads.ts",
        text: "} else if (reply.mark!.version < floor) {",
        instead: "} else if (false) {",
      },
    ],
  },
  {
    name: "values below the flush floor are misses",
    line: 6,
    cuts: [
      {
        file: "cache/mark.ts",
        text: 'if (envelope.fence < mark.flushFloor) return "flushed";',
        instead: "",
      },
    ],
  },
  {
    name: "another store's value is none",
    line: 6,
    cuts: [{ file: "cache/redis/codec.ts", text: "return value.source === source", instead: "return true" }],
  },
  {
    name: "a scope that is opened has floors",
    line: 6,
    cuts: [
      {
        file: SCRIPTS,
        text: "flushFloor = version, fillFloor = version, typeFloors = {},",
        instead: "flushFloor = 0, fillFloor = 0, typeFloors = {},",
      },
    ],
  },
  {
    name: "a fill gives way to a change since",
    line: 9,
    cuts: [
      {
        file: SCRIPTS,
        text: "if fence >= lowest and changed <= fence then",
        instead: "if fence >= lowest then",
      },
    ],
  },
  {
    name: "without recent the fill floor is ver",
    line: 9,
    cuts: [
      {
        file: SCRIPTS,
        text: "local floor = known and mark.fillFloor or mark.version",
        instead: "local floor = mark.fillFloor",
      },
    ],
  },
  {
    name: "L1 takes no value from below A",
    line: 10,
    cuts: [
      {
        file: "cache/local.ts",
        text: "if (attachment?.applied == null || version < attachment.applied) return;",
        instead: "if (attachment?.applied == null) return;",
      },
    ],
  },
  {
    name: "a gap in the notices clears L1",
    line: 11,
    cuts: [
      {
        file: "cache/local.ts",
        text: "if (flush || version > attachment.applied + 1) {",
        instead: "if (flush) {",
      },
    ],
  },
];
