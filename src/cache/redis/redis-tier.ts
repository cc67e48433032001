import type { Clock } from "../../clock.ts";
import { jittered, toEnvelope } from "../envelope.ts";
import { CONDEMNED, fillKind, type Mark } from "../mark.ts";
import type { ApplyReply, Fill, FillReply, FillResult, Put, Tier } from "../tier.ts";
import { toApplyArgs } from "./apply-args.ts";
import { batchesOf } from "./batches.ts";
import { createBus, type RedisBus } from "./bus.ts";
import { factsOf, sumOf } from "./check.ts";
import { decodeEnvelope, decodeMark, encodeEnvelope, encodeNotice, storeOf } from "./codec.ts";
import type { ScriptArgs } from "./commands.ts";
import type { RedisConnections } from "./connection.ts";
import { createGarbage } from "./garbage.ts";
import { channelOf, markKey, prefixOf, recentKey } from "./keys.ts";
import { isFull } from "./problems.ts";

export interface RedisTierOptions {
  readonly connections: RedisConnections;
  /** By default one over connections of its own. */
  readonly bus?: RedisBus;
  readonly clock: Clock;
  /** The store's at the moment: what one call does, it does under that of its beginning. */
  readonly epoch: () => string;
  /** The keys of the values without a TTL that a world may have: a deleted world's get one (protocol line 14). */
  readonly untimed: readonly string[];
  /** Bounds a value's JSON; by default nothing does. */
  readonly maxValueBytes?: number;
  /** 0 ≤ random() < 1, for the TTLs' jitter. */
  readonly random?: () => number;
  /** What lies under the scope's key was not made by this program, or not whole; it counts as nothing. */
  readonly onGarbage: (scope: string, key: string) => void;
}

/** Values, and bytes of JSON, that one script stores at most: nothing else runs in Redis meanwhile. */
const MAX_VALUES = 200;
const MAX_BYTES = 256 * 1024;

/** Marks that are asked for at once. */
const MAX_MARKS = 500;

/** The tier that gateways share: values as readable JSON in Redis, changed by scripts alone. */
export function createRedisTier(options: RedisTierOptions): Tier {
  const { connections, clock, epoch, untimed, random = Math.random, onGarbage } = options;
  const { maxValueBytes = Number.POSITIVE_INFINITY } = options;
  const garbage = createGarbage(onGarbage);
  const onGarbledNotice = (scope: string) => onGarbage(scope, "notices");
  const bus = options.bus ?? createBus({ connections, clock, epoch, onGarbage: onGarbledNotice });

  /** Undefined where nothing lies, or garbage. */
  function decoded<T>(
    scope: string,
    key: string,
    raw: string | null | undefined,
    decode: (raw: string) => T,
  ) {
    const value = raw == null ? undefined : decode(raw);
    if (raw != null && value === undefined) garbage.found(scope, key);
    else garbage.replaced(scope, key);
    return value;
  }

  const readMark = (scope: string, raw: string | null | undefined): Mark | undefined =>
    decoded(scope, "ver", raw, decodeMark);

  /** Full keys that a script found garbage under. */
  function report(scope: string, keys: readonly string[]): void {
    const { length } = prefixOf(scope);
    for (const key of keys) garbage.found(scope, key.slice(length));
  }

  function sayFull(): void {
    const { address, reporter } = connections;
    const message = `Redis at ${address} is full and takes no new values: raise its maxmemory, or set its maxmemory-policy to volatile-lru`;
    reporter.say("full", { level: "warn", message, facts: { address } });
  }

  /** What is stored, or why it isn't. */
  function encode(
    { slot, value }: Put,
    fence: number,
    store: string,
  ): { json: string; px: number } | FillResult {
    const cachedAt = clock.now() + connections.ahead(slot.scope);
    const jitter = jittered(slot.ttl, random);
    const ttl = jitter && Math.round(jitter * 1000) / 1000;
    const json = encodeEnvelope({ ...toEnvelope(slot, fence, value, cachedAt), ttl }, store);
    if (json === undefined) return "unencodable";
    if (json.length > maxValueBytes) return "too-large";
    // Redis takes whole milliseconds only, and 1.001 * 1000 isn't whole.
    return { json, px: ttl === null ? 0 : Math.max(1, Math.round(ttl * 1000)) };
  }

  /** Stores some of a batch's values. */
  async function fillSome(
    scope: string,
    { fence, version }: Fill,
    values: readonly Encoded[],
    store: string,
  ): Promise<FillReply> {
    const prefix = prefixOf(scope);
    const args: ScriptArgs = [2 + values.length, markKey(prefix), recentKey(prefix)];
    for (const { key } of values) args.push(prefix + key);
    args.push(store, fence, version);
    for (const { key, about, knowing, px, json } of values) args.push(key, about, knowing, px, json);
    const [kind, at, answers, ...unseen] = await connections.run(scope, (redis) => redis.fill(...args));
    if (kind !== "FILLED") return { kind: kind as "BEHIND" | "MISSING" };
    connections.reporter.unsay("full");
    report(scope, unseen);
    const results = [...answers!].map((one): FillResult => (one === "1" ? "stored" : "changed"));
    for (const [index, { key }] of values.entries())
      if (results[index] === "stored") garbage.replaced(scope, key);
    return { kind, version: Number(at), results };
  }

  /** What the script would have answered to a fill that Redis has no room for: whoever is behind is told so all the same. */
  async function refusedFill(
    scope: string,
    { version }: Fill,
    count: number,
    store: string,
  ): Promise<FillReply> {
    const [raw] = await connections.run(scope, (redis) => redis.mget(markKey(prefixOf(scope))));
    const mark = readMark(scope, raw);
    const kind = fillKind(mark, version, store);
    if (kind !== "FILLED") return { kind };
    return { kind, version: mark!.version, results: new Array<FillResult>(count).fill("full") };
  }

  return {
    name: "L2",
    bus,

    read: async (scope, keys) => {
      const prefix = prefixOf(scope);
      const names = [markKey(prefix)];
      for (const key of keys) names.push(prefix + key);
      const [ver, ...raws] = await connections.run(scope, (redis) => redis.mget(...names));
      const mark = readMark(scope, ver);
      // The mark's own: what lies beside it under another epoch is judged by another mark.
      const store = storeOf(mark?.epoch ?? epoch());
      const ahead = connections.ahead(scope);
      const now = clock.now();
      // By this process's clock; nothing is from later, or it would live longer here than its time to live.
      const decode = (raw: string) => decodeEnvelope(raw, store, (there) => Math.min(now, there - ahead));
      const envelopes = raws.map((raw, index) => decoded(scope, keys[index]!, raw, decode) ?? undefined);
      return { mark, envelopes };
    },

    marks: async (scopes) => {
      const marks = new Map<string, Mark>();
      const some = async (wanted: readonly string[]) => {
        const names = wanted.map((scope) => markKey(prefixOf(scope)));
        const raws = await connections.run(
          wanted[0]!,
          (redis) =>
            // A cluster takes no command with keys of several slots; these go to one node all the same.
            connections.config.clusterNodes.length > 0
              ? answersTo(names.map(async (name) => (await redis.mget(name))[0]))
              : redis.mget(...names),
          { many: true },
        );
        for (const [index, scope] of wanted.entries()) {
          const mark = readMark(scope, raws[index]);
          if (mark) marks.set(scope, mark);
        }
      };
      const batches = [...Map.groupBy(scopes, connections.nodeOf).values()].flatMap((group) =>
        batchesOf(group, MAX_MARKS),
      );
      const results = await Promise.allSettled(batches.map(some));
      const failed = results.find((result) => result.status === "rejected");
      // The scopes of a single node that is away are missing; whoever asks for one of them learns why.
      if (failed && marks.size === 0) throw failed.reason;
      return marks;
    },

    open: async (scope, version, { anew = false } = {}) => {
      const prefix = prefixOf(scope);
      const notice = { version, writer: "", flush: true, keys: [] };
      // That a scope is condemned is no version to hear of.
      const told = version === CONDEMNED ? "" : encodeNotice(epoch(), notice);
      const args = [3, markKey(prefix), recentKey(prefix), channelOf(scope)];
      args.push(epoch(), version, anew ? 1 : 0, told);
      report(scope, await connections.run(scope, (redis) => redis.open(...args)));
      for (const key of ["ver", "recent"]) garbage.replaced(scope, key);
    },

    fill: async (scope, fill) => {
      const store = epoch();
      const results = new Array<FillResult>(fill.values.length).fill("unencodable");
      const encoded: Encoded[] = [];
      for (const [index, put] of fill.values.entries()) {
        const value = encode(put, fill.fence, storeOf(store));
        const { key, about, part } = put.slot;
        if (typeof value === "string") results[index] = value;
        else
          encoded.push({ index, key, about, knowing: JSON.stringify(fill.knowing?.(part) ?? []), ...value });
      }
      let version = Number.POSITIVE_INFINITY;
      let batches: Encoded[][] = batchesOf(encoded, MAX_VALUES, ({ json }) => json.length, MAX_BYTES);
      // Whether the scope is open, and how far, is to be answered even if nothing can be stored.
      if (batches.length === 0) batches = [[]];
      for (const batch of batches) {
        const reply = await fillSome(scope, fill, batch, store).catch((error) => {
          if (!isFull(error)) throw error;
          sayFull();
          return refusedFill(scope, fill, batch.length, store);
        });
        if (reply.kind !== "FILLED") return reply;
        version = Math.min(version, reply.version);
        for (const [place, { index }] of batch.entries()) results[index] = reply.results[place]!;
      }
      return { kind: "FILLED", results, version };
    },

    apply: async (entry, puts) => {
      const store = epoch();
      const values = puts.flatMap((put) => {
        const value = encode(put, entry.version, storeOf(store));
        return typeof value === "string" ? [] : [{ key: put.slot.key, ...value }];
      });
      const keys = [...new Set([...entry.keys, ...puts.map(({ slot }) => slot.key)])];
      const from = { epoch: store, untimed };
      const { scope } = entry;
      let change = toApplyArgs(entry, keys, values, from);
      const [kind, hits, ...unseen] = await connections
        .run(scope, (redis) => redis.applyEntry(...change.args))
        .catch((error) => {
          if (!isFull(error)) throw error;
          // What can't be replaced is dropped, for which a full Redis has room.
          sayFull();
          change = toApplyArgs(entry, keys, [], from);
          return connections.run(scope, (redis) => redis.applyWhenFull(...change.args));
        });
      report(scope, unseen);
      if (kind === "APPLIED" || kind === "OPENED")
        for (const key of ["ver", "recent", ...keys]) garbage.replaced(scope, key);
      return { kind: kind as ApplyReply["kind"], hit: change.keys.filter((_, at) => hits![at] === "1") };
    },

    health: () => ({
      status: connections.healthy() ? "up" : "down",
      warnings: connections.reporter.warnings(),
    }),

    status: async () => {
      const servers = await connections
        .ask(async (master) => ({ entries: await master.dbsize(), facts: await factsOf(master) }))
        .catch(() => []);
      const {
        usedBytes = null,
        maxBytes = null,
        evictedKeys = null,
      } = sumOf(servers.map(({ facts }) => facts)) ?? {};
      const { maxConnections } = connections.config;
      return {
        entries: servers.length > 0 ? servers.reduce((sum, { entries }) => sum + entries, 0) : null,
        bytes: usedBytes,
        server: { usedBytes, maxBytes, evictedKeys, connections: connections.opened(), maxConnections },
      };
    },

    close: () => {
      bus.close();
      connections.close();
    },
  };
}

interface Encoded {
  /** Its place in the batch that was asked for. */
  readonly index: number;
  readonly key: string;
  readonly about: string;
  /** The writers that know its part of the cache, as JSON. */
  readonly knowing: string;
  readonly px: number;
  readonly json: string;
}

/** Undefined for those that failed; rejects where all did. */
async function answersTo<T>(questions: readonly Promise<T>[]): Promise<(T | undefined)[]> {
  const results = await Promise.allSettled(questions);
  const failed = results.find((result) => result.status === "rejected");
  if (failed && results.every(({ status }) => status === "rejected")) throw failed.reason;
  return results.map((result) => (result.status === "fulfilled" ? result.value : undefined));
}
