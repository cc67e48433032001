import { MAX_KEYS } from "../../store/log.ts";
import { MAX_WRITERS, NO_KEY, RECENT_MS } from "../mark.ts";

/**
 * The scripts that change a scope in Redis, each of them atomic and in one slot. What they share: garbage
 * under `ver` and another store's mark are none. What they decide ../mark.ts decides as well, and the golden cases in test/contract/mark hold both to the same.
 */

/** How long the untimed keys of a deleted world stay, in milliseconds (protocol line 14): longer than any load lasts. */
const ENDED_MS = 24 * 3_600_000;

const PRELUDE = `
local function whole(n)
  return type(n) == 'number' and n >= 0 and n <= 9007199254740991 and n == math.floor(n)
end

local function versions(value)
  if type(value) ~= 'table' then return false end
  for name, version in pairs(value) do
    if type(name) ~= 'string' or not whole(version) then return false end
  end
  return true
end

-- The mark, and whether garbage lies in its place.
local function readMark(key)
  local raw = redis.pcall('GET', key)
  if raw == false then return nil, false end
  if type(raw) ~= 'string' then return nil, true end
  local ok, mark = pcall(cjson.decode, raw)
  local valid = ok and type(mark) == 'table' and type(mark.store) == 'string' and whole(mark.version)
    and whole(mark.flushFloor) and whole(mark.fillFloor) and versions(mark.writers) and versions(mark.typeFloors)
  if not valid then return nil, true end
  return mark, false
end

local function newMark(version, store)
  return {
    version = version, store = store, writers = {},
    flushFloor = version, fillFloor = version, typeFloors = {},
  }
end

local function encodeVersions(versions)
  local names, written = {}, {}
  for name in pairs(versions) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    written[i] = cjson.encode(name) .. ':' .. string.format('%.0f', versions[name])
  end
  return table.concat(written, ',')
end

-- By hand, so that whoever reads it finds the version first. It stays until changed, unless the world has ended.
local function writeMark(key, mark, ended)
  local json = string.format(
    '{"version":%.0f,"store":%s,"writers":{%s},"flushFloor":%.0f,"fillFloor":%.0f,"typeFloors":{%s}}',
    mark.version, cjson.encode(mark.store), encodeVersions(mark.writers), mark.flushFloor, mark.fillFloor,
    encodeVersions(mark.typeFloors))
  if ended then redis.call('SET', key, json, 'PX', ${ENDED_MS}) else redis.call('SET', key, json) end
end

local function typeOf(key)
  return redis.call('TYPE', key).ok
end

-- px 0: until changed.
local function store(key, px, json)
  if px > 0 then redis.call('SET', key, json, 'PX', px) else redis.call('SET', key, json) end
end
`;

/**
 * Opens a scope (protocol line 6). KEYS: ver, recent, the channel. ARGV: store, version, "1" for anew, the notice of a flush or "".
 * Answers the keys in whose place something lay that no read has seen.
 */
export const OPEN = `#!lua flags=allow-oom
${PRELUDE}
local mark, garbage = readMark(KEYS[1])
local mine = mark and mark.store == ARGV[1]
-- Anew, but late: it has come further since.
local late = mine and mark.version >= tonumber(ARGV[2])
if mine and (ARGV[3] ~= '1' or late) then return {} end
local unseen = garbage and typeOf(KEYS[1]) ~= 'string'
redis.call('DEL', KEYS[2])
writeMark(KEYS[1], newMark(tonumber(ARGV[2]), ARGV[1]), false)
-- What others hold of the scope is from before.
if ARGV[4] ~= '' then redis.pcall('SPUBLISH', KEYS[3], ARGV[4]) end
return unseen and {KEYS[1]} or {}
`;

/**
 * Fills (protocol line 9). KEYS: ver, recent, the values' keys. ARGV: store, fence, version; then for each value its key
 * suffix, the type it is about, the writers that know its part of the cache as JSON, its time to live in milliseconds or 0,
 * and its JSON.
 * Answers MISSING, BEHIND, or FILLED, the tier's version, 1 or 0 for each value, and the keys that held garbage.
 * It has no right to write into a full Redis.
 */
export const FILL = `#!lua
${PRELUDE}
local mark = readMark(KEYS[1])
if not mark or mark.store ~= ARGV[1] then return {'MISSING'} end
local fence = tonumber(ARGV[2])
if tonumber(ARGV[3]) > mark.version then return {'BEHIND'} end
local recent = typeOf(KEYS[2])
local known = recent == 'zset'
local floor = known and mark.fillFloor or mark.version
-- A world that has ended leaves nothing behind that stays.
local left = redis.call('PTTL', KEYS[1])
local accepted = {}
-- As text: clients take the highest whole numbers for others.
local reply = {'FILLED', string.format('%.0f', mark.version), ''}

-- Below it somebody who doesn't know such values may have changed them. Most values of a fill have the same one.
local partFloors = {}
local function partFloor(knowing)
  local floor = partFloors[knowing]
  if floor then return floor end
  local known = {}
  for _, writer in ipairs(cjson.decode(knowing)) do known[writer] = true end
  floor = 0
  for writer, version in pairs(mark.writers) do
    if not known[writer] and version > floor then floor = version end
  end
  partFloors[knowing] = floor
  return floor
end

if recent ~= 'zset' and recent ~= 'none' then reply[#reply + 1] = KEYS[2] end
for i = 3, #KEYS do
  local at = 3 + (i - 3) * 5
  local lowest = math.max(floor, mark.typeFloors[ARGV[at + 2]] or 0, partFloor(ARGV[at + 3]))
  local changed = known and tonumber(redis.call('ZSCORE', KEYS[2], ARGV[at + 1]) or 0) or 0
  if fence >= lowest and changed <= fence then
    local type = typeOf(KEYS[i])
    if type ~= 'string' and type ~= 'none' then reply[#reply + 1] = KEYS[i] end
    local px = tonumber(ARGV[at + 4])
    store(KEYS[i], px == 0 and left > 0 and left or px, ARGV[at + 5])
    accepted[#accepted + 1] = '1'
  else
    accepted[#accepted + 1] = '0'
  end
end
reply[3] = table.concat(accepted)
return reply
`;

/**
 * Applies a change (protocol line 3). KEYS: ver, recent, the channel; the keys to drop; the keys to replace; with an ending world its untimed
 * keys. ARGV: store, version, the entry's writer, "1" for a flush, the type that alone is purged
 * or "", "1" for a world that ends, the notice, the notice of a flush, the numbers of keys to note, to drop and to
 * replace; the suffixes of the keys to note; for each key to replace its time to live in milliseconds or 0 and its JSON.
 * Answers what became of it, 1 or 0 for each key to drop and to replace whether something lay there, and the keys in
 * whose place garbage lay.
 */
const APPLY_BODY = `
${PRELUDE}
local version, writer = tonumber(ARGV[2]), ARGV[3]
local flush, purged, ends = ARGV[4] == '1', ARGV[5], ARGV[6] == '1'
local noted, dropped, replaced = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local mark, garbage = readMark(KEYS[1])
local reply = {'APPLIED', ''}
if garbage then reply[3] = KEYS[1] end

-- Keeps so many writers apart. Below the last version of one that is forgotten nothing is believed.
local function forgetOldest(writers)
  local count, oldest = 0, nil
  for name, last in pairs(writers) do
    count = count + 1
    local before = not oldest or last < writers[oldest] or (last == writers[oldest] and name < oldest)
    if before then oldest = name end
  end
  if count <= ${MAX_WRITERS} then return end
  mark.flushFloor = math.max(mark.flushFloor, writers[oldest])
  mark.fillFloor = math.max(mark.fillFloor, writers[oldest])
  writers[oldest] = nil
end

if not mark or mark.store ~= ARGV[1] then
  mark = newMark(version, ARGV[1])
  redis.call('DEL', KEYS[2])
  reply[1] = 'OPENED'
  flush = true
else
  if version <= mark.version then return {'SEEN', ''} end
  if version > mark.version + 1 then return {'GAP', ''} end
  -- What nobody is known to have written says nothing of any part of the cache.
  if writer == '' or (flush and purged == '') then
    mark.writers, mark.flushFloor, mark.fillFloor, mark.typeFloors = {}, version, version, {}
    flush = true
  else
    if flush then mark.typeFloors[purged] = version end
    mark.writers[writer] = version
    forgetOldest(mark.writers)
  end

  local recent = typeOf(KEYS[2])
  if recent ~= 'zset' then
    if recent ~= 'none' then
      redis.call('DEL', KEYS[2])
      reply[#reply + 1] = KEYS[2]
    end
    -- What was forgotten since could have changed anything up to here.
    mark.fillFloor = math.max(mark.fillFloor, mark.version)
  end
  -- Where no key is named it says all the same that nothing else has changed.
  if noted == 0 then redis.call('ZADD', KEYS[2], version, '${NO_KEY}') end
  for i = 1, noted do redis.call('ZADD', KEYS[2], version, ARGV[11 + i]) end
  local over = redis.call('ZCARD', KEYS[2]) - ${MAX_KEYS}
  if over > 0 then
    -- Whoever loaded before the change that is forgotten can no longer be told from whoever loaded after it.
    local last = redis.call('ZRANGE', KEYS[2], over - 1, over - 1, 'WITHSCORES')
    mark.fillFloor = math.max(mark.fillFloor, tonumber(last[2]))
    redis.call('ZREMRANGEBYRANK', KEYS[2], 0, over - 1)
  end
  redis.call('PEXPIRE', KEYS[2], ${RECENT_MS})
  mark.version = version
end

local hit = {}
for i = 4, 3 + dropped do hit[#hit + 1] = redis.call('DEL', KEYS[i]) end
for i = 1, replaced do
  local key = KEYS[3 + dropped + i]
  hit[#hit + 1] = typeOf(key) == 'none' and 0 or 1
  local at = 11 + noted + (i - 1) * 2
  store(key, tonumber(ARGV[at + 1]), ARGV[at + 2])
end
writeMark(KEYS[1], mark, ends)
if ends then
  for i = 4 + dropped + replaced, #KEYS do redis.call('PEXPIRE', KEYS[i], ${ENDED_MS}) end
end
redis.pcall('SPUBLISH', KEYS[3], flush and ARGV[8] or ARGV[7])
reply[2] = table.concat(hit)
return reply
`;

export const APPLY = `#!lua\n${APPLY_BODY}`;

/** For a full Redis, with nothing to replace. */
export const APPLY_WHEN_FULL = `#!lua flags=allow-oom\n${APPLY_BODY}`;

/** What the other scripts run, and who reads. */
const NEEDED = [
  ...["mget", "get", "set", "del", "type", "pttl", "pexpire"],
  ...["zadd", "zscore", "zcard", "zrange", "zremrangebyrank"],
];

/**
 * ARGV: a key of a scope. Changes nothing, and is refused as a change would be: by a server that takes no writes, or
 * where the user mustn't run what the other scripts do.
 */
export const TRIAL = `#!lua flags=allow-oom
for _, command in ipairs({${NEEDED.map((command) => `'${command}'`).join(", ")}}) do
  if not redis.acl_check_cmd(command, ARGV[1]) then
    return redis.error_reply("NOPERM it may not run '" .. command .. "' on its keys")
  end
end
return redis.status_reply('OK')
`;
