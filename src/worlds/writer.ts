import { createHash } from "node:crypto";
import type { Budget } from "../cache/budget.ts";
import type { Cache } from "../cache/cache.ts";
import { canonicalJson } from "../canonical.ts";
import type { Registry } from "../entities/registry.ts";
import { Fault } from "../fault.ts";
import type { Draft } from "../store/draft.ts";
import type { Store } from "../store/store.ts";
import { checkIdempotencyKey, type Input } from "./input.ts";
import { tagsMade } from "./tags.ts";

/** The one way out: a change is committed, then the cache knows of it, then it is acknowledged. */
export interface Writer {
  readonly registry: Registry;
  change<T>(asked: Asked, work: (draft: Draft) => Promise<T>): Promise<Written<T>>;
}

/** What a command was asked for. */
export interface Asked {
  /** The command's. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** As the client gave it. */
  readonly input: Input;
  /**
   * What the command made of it, with defaults and every value in its canonical form. A retry with the same
   * `idempotencyKey` has to mean the same, however it is written: an argument of null is one that was left out;
   * deeper down null is a value.
   */
  readonly checked: Input;
}

export interface Written<T> {
  readonly value: T;
  /** Scope → the version that the change made. */
  readonly versions: Readonly<Record<string, number>>;
  /** The store's epoch, in which these versions mean something. */
  readonly epoch: string;
  /** Scope → what the change made out of date in it. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Scopes of which the shared cache couldn't be told yet. */
  readonly degraded: readonly string[];
  /** What is left of the budget, for whoever reads what the change made. */
  readonly budget: Budget;
}

export function createWriter(options: { store: Store; cache: Cache; registry: Registry }): Writer {
  const { store, cache, registry } = options;
  return {
    registry,
    change: async ({ name, scopes, input, checked }, work) => {
      const idempotencyKey = checkIdempotencyKey(input.idempotencyKey);
      const request = { scopes, idempotencyKey, ...(idempotencyKey !== null && fingerprints()), work };
      const budget = cache.budget();
      const known = await cache.prepare(scopes, budget);
      const changed = await store.change(request).catch(throwInInput);
      const degraded = await cache.acknowledge(changed, known, budget);
      const { value, versions, epoch } = changed;
      const tags = await tagsMade(store, changed, idempotencyKey);
      return { value, versions, epoch, tags, degraded, budget };

      function fingerprints() {
        const given = Object.entries(checked).filter(([, value]) => value !== null);
        return {
          fingerprint: hash(canonicalJson([name, Object.fromEntries(given)])),
          formerFingerprint: hash(JSON.stringify([name, input])),
        };
      }
    },
  };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The store names a field at fault without knowing that clients give it inside of `input`. */
function throwInInput(error: unknown): never {
  if (!(error instanceof Fault) || !error.field || error.field.startsWith("input.")) throw error;
  const { code, message, field, expected, extensions, cause } = error;
  throw new Fault(code, message, { field: `input.${field}`, expected, extensions, cause });
}
