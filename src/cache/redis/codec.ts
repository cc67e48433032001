import { createHash } from "node:crypto";
import { parseMasks } from "../../store/log.ts";
import type { Mark } from "../mark.ts";
import type { Envelope, Notice } from "../tier.ts";

/** What is garbage is undefined: not JSON, or without the fields that it has to have. */

/**
 * Names the store that a value was made under: the first half of its `source`, whose second is the value's form. A fence
 * says nothing about another store's versions, and a mark that names the new one doesn't make the old one's values go
 * away: these may be fenced above every floor.
 */
export function storeOf(epoch: string): string {
  if (epoch !== lastEpoch.epoch)
    lastEpoch = { epoch, hash: createHash("sha256").update(epoch).digest("hex").slice(0, 12) };
  return lastEpoch.hash;
}

/** Nearly always it is the same one's. */
let lastEpoch = { epoch: "", hash: "" };

/**
 * `{"fence":12,"schema":1,"cachedAt":"<RFC 3339, by the server's clock>","ttl":3600,"source":"…","entity":{…}}`; undefined: it
 * isn't JSON.
 */
export function encodeEnvelope(
  { fence, shape, form, cachedAt, ttl, entity }: Envelope,
  store: string,
): string | undefined {
  const json = toJson(entity);
  return (
    json &&
    `{"fence":${fence},"schema":${shape},"cachedAt":"${new Date(cachedAt).toISOString()}","ttl":${ttl},"source":"${store}.${form}","entity":${json}}`
  );
}

/** Null: another store's, which says nothing here. `toHere` takes a time of the server's clock to this process's. */
export function decodeEnvelope(
  raw: string,
  store: string,
  toHere: (time: number) => number,
): Envelope | null | undefined {
  const value = parse(raw);
  if (!value) return undefined;
  const { fence, schema: shape, ttl, entity } = value;
  const cachedAt = timeOf(value.cachedAt);
  const valid =
    isWhole(fence) &&
    isWhole(shape) &&
    !Number.isNaN(cachedAt) &&
    (ttl === null || typeof ttl === "number") &&
    entity !== undefined;
  if (!valid) return undefined;
  const form = formIn(value.source, store);
  return form !== undefined
    ? { fence, shape, form, cachedAt: toHere(cachedAt), ttl, entity, size: raw.length }
    : null;
}

/** The second half of a source whose first is this store's; undefined of any other. */
function formIn(source: unknown, store: string): string | undefined {
  const own = typeof source === "string" && source.startsWith(store) && source[store.length] === ".";
  return own ? source.slice(store.length + 1) : undefined;
}

/** `{"version":12,"store":"…","writers":{…},"flushFloor":5,"fillFloor":5,"typeFloors":{…}}`, as the scripts write it. */
export function decodeMark(raw: string): Mark | undefined {
  const value = parse(raw);
  if (!value) return undefined;
  const { version, store: epoch, writers, flushFloor, fillFloor, typeFloors } = value;
  const valid =
    isWhole(version) &&
    typeof epoch === "string" &&
    isWhole(flushFloor) &&
    isWhole(fillFloor) &&
    isVersions(writers) &&
    isVersions(typeFloors);
  return valid ? { version, epoch, writers, flushFloor, fillFloor, typeFloors } : undefined;
}

/**
 * `{"version":12,"store":"…","writer":"…","flush":false,"keys":["…"],"masks":[["name","version"]]}`, without
 * masks if there are none. It names the store, since all databases of a server share its channels.
 */
export function encodeNotice(epoch: string, notice: Omit<Notice, "scope">): string {
  const { version, writer, flush, keys, masks } = notice;
  return JSON.stringify({ version, store: epoch, writer, flush, keys, masks });
}

/** Null: another store's, which says nothing here. */
export function decodeNotice(scope: string, epoch: string, raw: string): Notice | null | undefined {
  const value = parse(raw);
  if (!value) return undefined;
  const { version, store, writer, flush, keys } = value;
  const valid =
    isWhole(version) &&
    typeof store === "string" &&
    typeof writer === "string" &&
    typeof flush === "boolean" &&
    Array.isArray(keys) &&
    keys.every((key) => typeof key === "string");
  if (!valid) return undefined;
  if (store !== epoch) return null;
  const masks = parseMasks(value.masks, keys.length);
  return { scope, version, writer, flush, keys, ...(masks && { masks }) };
}

/** What was filled together says the same time, and parsing it costs as much as a small value. */
let lastTime = { text: "" as unknown, at: Number.NaN };

function timeOf(text: unknown): number {
  if (text !== lastTime.text)
    lastTime = { text, at: typeof text === "string" ? Date.parse(text) : Number.NaN };
  return lastTime.at;
}

function parse(raw: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isVersions(value: unknown): value is Readonly<Record<string, number>> {
  return isRecord(value) && Object.values(value).every(isWhole);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
