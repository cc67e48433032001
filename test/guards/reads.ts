import { type Guard, guard } from "./guard.ts";

const SCRIPTS = "cache/redis/scripts.ts";
const MARK = "cache/mark.ts";
const READS_FILE = "cache/reads.ts";
const VERDICTS = "cache/verdicts.ts";

/** What a read must see, and what may answer it (protocol lines 4 to 7). */
export const READS: readonly Guard[] = [
  guard(
    4,
    "a read sees at least M",
    READS_FILE,
    "Math.max(epoch.restored() ? 0 : scopes.heard(scope), minVersion(scope))",
    "minVersion(scope)",
  ),
  guard(4, "a read sees its minVersion", READS_FILE, ", minVersion(scope)),", ", 0),"),
  guard(
    4,
    "the lease is asked for where the floor is taken",
    READS_FILE,
    "leased: relay.leased(now),",
    "get leased() { return relay.leased(); },",
  ),
  guard(
    4,
    "whether a scope is open is asked where the floor is taken",
    READS_FILE,
    "open: scopes.isOpen(scope),",
    "get open() { return scopes.isOpen(scope); },",
  ),
  guard(
    5,
    "L1 answers only from the floor on",
    VERDICTS,
    'if (applied < floor.version) return { envelope: undefined, reason: "behind" };',
  ),
  guard(
    5,
    "L1 answers only while the lease runs",
    VERDICTS,
    'reason: floor.leased ? null : "untrusted"',
    "reason: null",
  ),
  guard(
    5,
    "L1 answers only for open scopes",
    VERDICTS,
    "floor.open ? local?.peek(slot) : undefined",
    "local?.peek(slot)",
  ),
  guard(
    5,
    "a strict read asks for the version first",
    "worlds/reader.ts",
    "if (unseen.length > 0) await cache.hearLatest(unseen, budget);",
  ),
  {
    name: "no tier is trusted below M",
    line: 6,
    cuts: [
      { file: MARK, text: 'if (mark.version < floor.version) return "behind";', instead: "" },
      {
        file: "cache/tier-reads.ts",
        text: "} else if (reply.mark!.version < floor) {",
        instead: "} else if (false) {",
      },
    ],
  },
  guard(
    6,
    "a tier answers only while the lease runs",
    MARK,
    'return floor.leased ? null : "untrusted";',
    "return null;",
  ),
  guard(
    6,
    "values below the flush floor are misses",
    MARK,
    'if (envelope.fence < mark.flushFloor) return "flushed";',
  ),
  guard(
    6,
    "values below their type's floor are misses",
    MARK,
    'if (typeFloor !== undefined && envelope.fence < typeFloor) return "flushed";',
  ),
  guard(
    6,
    "values of a part that a writer since didn't know are misses",
    MARK,
    'if (envelope.fence < partFloor(mark, (writer) => knows(writer, part))) return "foreign";',
  ),
  guard(
    6,
    "a value of another form is a miss",
    MARK,
    'return envelope.form === form ? null : "shape";',
    "return null;",
  ),
  guard(
    6,
    "another store's value is none",
    "cache/redis/codec.ts",
    'source.startsWith(store) && source[store.length] === "."',
    'source.includes(".")',
  ),
  guard(
    6,
    "a scope that is opened has floors",
    SCRIPTS,
    "flushFloor = version, fillFloor = version, typeFloors = {},",
    "flushFloor = 0, fillFloor = 0, typeFloors = {},",
  ),
  guard(
    6,
    "who opens anew but late changes nothing",
    SCRIPTS,
    "local late = mine and mark.version >= tonumber(ARGV[2])",
    "local late = false",
  ),
  guard(
    6,
    "an opening tells every L1",
    SCRIPTS,
    "if ARGV[4] ~= '' then redis.pcall('SPUBLISH', KEYS[3], ARGV[4]) end",
  ),
  guard(
    7,
    "a load has what the tier has applied",
    "cache/misses.ts",
    "wanted.set(scope, Math.max(wanted.get(scope)!, mark.version));",
    "void mark, void scope;",
  ),
  guard(
    7,
    "M rises to what a load has seen",
    "cache/misses.ts",
    "if (after !== undefined) scopes.hear(reads[index]!.slot.scope, after);",
  ),
];
