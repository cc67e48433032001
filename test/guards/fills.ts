import { type Guard, guard } from "./guard.ts";

const SCRIPTS = "cache/redis/scripts.ts";
const FILLS_FILE = "cache/fills.ts";
const LOADS = "cache/loads.ts";

/** What was loaded, who may have it, and where it is kept (protocol lines 8 to 10). */
export const FILLS: readonly Guard[] = [
  guard(
    8,
    "a load that is too old for a reader answers him not",
    LOADS,
    "if ((loaded.before ?? 0) >= (floors.get(reads[index]!.slot.scope) ?? 0))",
    "if (true)",
  ),
  guard(
    8,
    "nobody joins a load without a lease",
    "cache/misses.ts",
    "({ leased, open }) => !leased || !open",
    "({ open }) => !open",
  ),
  guard(
    8,
    "a change keeps others from joining the loads under way",
    LOADS,
    "for (const key of keys) flights.delete(slotName(scope, key));",
  ),
  guard(
    9,
    "a fill gives way to a change since",
    SCRIPTS,
    "if fence >= lowest and changed <= fence then",
    "if fence >= lowest then",
  ),
  guard(
    9,
    "without recent the fill floor is ver",
    SCRIPTS,
    "local floor = known and mark.fillFloor or mark.version",
    "local floor = mark.fillFloor",
  ),
  guard(
    9,
    "a fill is refused below the fill floor",
    SCRIPTS,
    "local floor = known and mark.fillFloor or mark.version",
    "local floor = known and 0 or mark.version",
  ),
  guard(
    9,
    "a fill is refused below its type's floor",
    SCRIPTS,
    "mark.typeFloors[ARGV[at + 2]] or 0, partFloor",
    "0, partFloor",
  ),
  guard(
    9,
    "a fill is refused of a part that a writer since didn't know",
    SCRIPTS,
    "or 0, partFloor(ARGV[at + 3]))",
    "or 0)",
  ),
  guard(
    9,
    "a tier that is behind a load takes nothing of it",
    SCRIPTS,
    "if tonumber(ARGV[3]) > mark.version then return {'BEHIND'} end",
  ),
  guard(
    9,
    "a fill goes only into this store's mark",
    SCRIPTS,
    "if not mark or mark.store ~= ARGV[1] then return {'MISSING'} end",
    "if not mark then return {'MISSING'} end",
  ),
  guard(
    9,
    "whoever has seen a commit under way helps",
    FILLS_FILE,
    "await catchUp(scope, version).catch(unlessUnavailable);",
  ),
  guard(
    9,
    "whoever joined a load helps too",
    FILLS_FILE,
    ": version > mark.version && catchUp(scope, version);",
    ": undefined;",
  ),
  guard(
    9,
    "a full Redis says that it is behind",
    "cache/redis/redis-tier.ts",
    'if (kind !== "FILLED") return { kind };\n    return { kind, version',
    'if (kind === "MISSING") return { kind };\n    return { kind: "FILLED", version',
  ),
  guard(
    10,
    "L1 takes no value from below A",
    "cache/local.ts",
    "if (attachment?.applied == null || version < attachment.applied) return;",
    "if (attachment?.applied == null) return;",
  ),
  guard(
    10,
    "what the tier refused is right at its fence alone",
    FILLS_FILE,
    'result === "stored" && reply.kind === "FILLED" ? reply.version : fill.fence',
    'reply.kind === "FILLED" ? reply.version : fill.fence',
  ),
];
