import { v7 as uuidv7 } from "uuid";
import { isPut } from "../entities/caching.ts";
import type { Registry } from "../entities/registry.ts";
import { togetherSlot } from "../entities/slots.ts";
import { conflict } from "../fault.ts";
import { createDraft } from "./draft.ts";
import type { Head } from "./draft-images.ts";
import { readLatest } from "./latest.ts";
import { touchedBy } from "./log.ts";
import { type PreparedChange, prepareCommits } from "./prepare-commits.ts";
import { isWhole, type StoreQuery, type StoreValue } from "./query.ts";
import { answerWithoutSensitive } from "./sensitive.ts";
import type { Changed, ChangeRequest, Commit } from "./store.ts";
import { ANSWER, parseObject, Unreadable } from "./unreadable.ts";

/** What an adapter does inside one transaction; {@link runChange} says in which order. */
export interface ChangeTransaction {
  /** Locks the scopes in the order given and reads what they are. */
  lock(scopes: readonly string[]): Promise<readonly Head[]>;
  /** The store's epoch. */
  epoch(): Promise<string>;
  /** The answer that what was asked for with this key in one of the scopes was given. */
  findAnswer(scopes: readonly string[], idempotencyKey: string): Promise<KeptAnswer | null>;
  read(queries: readonly StoreQuery[]): Promise<readonly (StoreValue | Error)[]>;
  /** Writes rows, places, states and log entries; `answer` beside the entries if there is one. */
  write(prepared: PreparedChange, answer: KeptAnswer | null): Promise<void>;
  /** Keeps the answer to what changed nothing, in each of the scopes, for which no log entry has room. */
  keep(scopes: readonly string[], idempotencyKey: string, answer: KeptAnswer): Promise<void>;
}

/** What a retry with the same idempotency key is answered. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly value: unknown;
  readonly versions: Readonly<Record<string, number>>;
}

/** An answer as a store kept it. Where it can't be read nobody knows what was done, so nothing is done again. */
export function parseAnswer(scope: string, text: string): KeptAnswer {
  const answer = parseObject<KeptAnswer>(text);
  if (!answer || typeof answer.fingerprint !== "string" || typeof answer.versions !== "object")
    throw new Unreadable(`an answer that ${scope} keeps`, ANSWER, {
      consequence: "nobody knows whether this was done",
      field: "idempotencyKey",
    });
  return answer as KeptAnswer;
}

/**
 * A change (protocol line 1), the same for every store. The caller commits what this has written. `changeId`: the one to
 * use where the request brings none, for a store that may try a change again.
 */
export async function runChange<T>(
  transaction: ChangeTransaction,
  request: ChangeRequest<T>,
  options: { registry: Registry; now: number; changeId?: string },
): Promise<Changed<T>> {
  const { registry } = options;
  const scopes = [...new Set(request.scopes)].sort();
  // Sent after the locks: what renews the epoch waits for them, so it is that of this change's moment.
  const [locked, epoch] = await Promise.all([transaction.lock(scopes), transaction.epoch()]);
  const heads = new Map(locked.map((head) => [head.scope, head]));
  const changeId = options.changeId ?? uuidv7();
  const { idempotencyKey = null, fingerprint = "", formerFingerprint } = request;
  if (idempotencyKey !== null) {
    const kept = await transaction.findAnswer(scopes, idempotencyKey);
    if (kept && ![fingerprint, formerFingerprint].includes(kept.fingerprint))
      throw conflict("this idempotencyKey was used for another change", "idempotencyKey");
    // Programs for which a field wasn't sensitive yet kept it.
    const value = answerWithoutSensitive(registry, kept?.value as T);
    if (kept) return { value, versions: kept.versions, epoch, commits: [] };
  }
  const at = new Date(options.now).toISOString();
  const { draft, finish } = createDraft({ registry, heads, at, read: transaction.read });
  const value = answerWithoutSensitive(registry, await request.work(draft));
  const changed = await finish();
  const latest = await readLatest({ registry, heads, images: changed, read: transaction.read });
  const prepared = prepareCommits({ registry, heads, images: changed, latest, changeId, idempotencyKey, at });
  if (prepared.scopes.length === 0) {
    // Nothing is another than before, so no version is, and no cache has to hear of it.
    const versions = Object.fromEntries(
      [...heads.values()].filter(({ version }) => version > 0).map(({ scope, version }) => [scope, version]),
    );
    if (idempotencyKey !== null)
      await transaction.keep(Object.keys(versions), idempotencyKey, { fingerprint, value, versions });
    return { value, versions, epoch, commits: [] };
  }
  const versions = Object.fromEntries(prepared.scopes.map(({ scope, entry }) => [scope, entry.version]));
  await transaction.write(prepared, idempotencyKey !== null ? { fingerprint, value, versions } : null);
  const commits = await Promise.all(
    prepared.scopes.map((scope) => withTogether(transaction, registry, scope)),
  );
  return { value, versions, epoch, commits };
}

/** Types that are cached together are written through as the whole that they are now. */
async function withTogether(
  transaction: ChangeTransaction,
  registry: Registry,
  { scope, entry, puts }: PreparedChange["scopes"][number],
): Promise<Commit> {
  const types = new Set(touchedBy(entry).map(({ type }) => type));
  const slots = registry.definitions.filter(
    (definition) => definition.together && definition.cached && types.has(definition.name),
  );
  if (puts.length === 0 || slots.length === 0) return { entry, puts };
  const values = await transaction.read(slots.map(({ name }) => ({ kind: "together", scope, type: name })));
  // What can't be read isn't cached, and neither is what it belongs to: the key is dropped.
  const whole = slots.flatMap((definition, index) =>
    isWhole(values[index]!) ? [{ slot: togetherSlot(definition, scope), value: values[index] }] : [],
  );
  return { entry, puts: [...puts, ...whole.filter(({ slot, value }) => isPut(slot, value))] };
}
