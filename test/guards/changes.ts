import { type Guard, guard } from "./guard.ts";

const ACKNOWLEDGE = "cache/acknowledge.ts";
const SCRIPTS = "cache/redis/scripts.ts";

/** Between a change's commit and its acknowledgement, and what a tier makes of it (protocol lines 2 and 3). */
export const CHANGES: readonly Guard[] = [
  guard(
    2,
    "M rises before the acknowledgement",
    ACKNOWLEDGE,
    "for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);",
  ),
  guard(
    2,
    "a change is applied before the acknowledgement",
    ACKNOWLEDGE,
    "const telling = tell(scope, version);",
    "const telling = Promise.resolve(true); void tell;",
  ),
  guard(
    2,
    "after a gap the tier is caught up before the acknowledgement",
    ACKNOWLEDGE,
    "if (!mark || mark.version < version) await catchUp(scope, version);",
  ),
  guard(
    2,
    "a scope whose tier wasn't told is named degraded",
    ACKNOWLEDGE,
    "degraded.push(scope)",
    "void degraded",
  ),
  guard(
    3,
    "a change that follows a gap is not applied",
    SCRIPTS,
    "if version > mark.version + 1 then return {'GAP', ''} end",
  ),
  guard(
    3,
    "a change that was applied is not applied again",
    SCRIPTS,
    "if version <= mark.version then return {'SEEN', ''} end",
  ),
  guard(
    3,
    "a floor rises when recent is made anew",
    SCRIPTS,
    "mark.fillFloor = math.max(mark.fillFloor, mark.version)",
  ),
  guard(
    3,
    "a floor rises when recent is trimmed",
    SCRIPTS,
    "mark.fillFloor = math.max(mark.fillFloor, tonumber(last[2]))",
  ),
  guard(
    3,
    "recent is told which keys have changed",
    SCRIPTS,
    "for i = 1, noted do redis.call('ZADD', KEYS[2], version, ARGV[11 + i]) end",
  ),
  guard(
    3,
    "the keys of a change are dropped",
    SCRIPTS,
    "hit[#hit + 1] = redis.call('DEL', KEYS[i])",
    "hit[#hit + 1] = 1",
  ),
  guard(
    3,
    "a flush raises both floors",
    SCRIPTS,
    "mark.writers, mark.flushFloor, mark.fillFloor, mark.typeFloors = {}, version, version, {}",
  ),
  guard(3, "the mark notes who writes", SCRIPTS, "mark.writers[writer] = version"),
  guard(3, "a purge of one type raises its floor", SCRIPTS, "mark.typeFloors[purged] = version"),
  guard(
    3,
    "a change is told to other gateways",
    SCRIPTS,
    "redis.pcall('SPUBLISH', KEYS[3], flush and ARGV[8] or ARGV[7])",
  ),
];
