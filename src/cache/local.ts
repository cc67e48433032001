import { LRUCache } from "lru-cache";
import { type Slot, slotName } from "../entities/slots.ts";
import { unlessUnavailable } from "../fault.ts";
import type { CacheContext } from "./context.ts";
import { deepFreeze, expiresAt, jsonLength } from "./envelope.ts";
import type { Mark } from "./mark.ts";
import type { Bus, Envelope, Notice } from "./tier.ts";
import { createValues, type ValueBounds } from "./values.ts";

/**
 * L1 above a shared tier: parsed values in this process, dropped by notices. It answers for a scope only
 * while it is attached, which means that it hears of each change, and knows how far it has: A.
 */
export interface Local {
  readonly name: "L1";
  /** A, and what lies under the key; undefined while the scope isn't attached. */
  peek(slot: Slot): { applied: number; envelope: Envelope | undefined } | undefined;
  /** Keeps a value that is right at this version (protocol line 10). */
  put(slot: Slot, version: number, envelope: Envelope): void;
  /** For a notice, and for a change of one's own (protocol line 11). */
  notice(notice: Notice): void;
  /** Begins to listen to a scope's changes, if it doesn't yet; what can't be done now, the next call tries. */
  attach(scope: string): void;
  /** Forgets everything and listens to nothing: whoever uses a scope then begins anew. */
  clear(): void;
  /** What a poll saw the shared tier at (protocol line 12). */
  polled(scope: string, mark: Mark | undefined): void;
  status(): { readonly entries: number; readonly bytes: number };
  close(): void;
}

/** A value, the generation that it is of, and the part of the cache. */
interface Kept {
  readonly generation: number;
  readonly part: string;
  readonly envelope: Envelope;
}

interface Attachment {
  /** Tells the values that are right from those of before; a new one clears the scope in one step. */
  generation: number;
  /** Part → the same for what is of it. */
  readonly parts: Map<string, number>;
  /** A; null until `ver` was read. */
  applied: number | null;
  /** The highest version that notices named until then. */
  seen: number;
  /** `ver` as the last poll saw it. */
  polled: number;
}

export function createLocal(
  context: Omit<CacheContext, "local">,
  { bus, bounds, maxScopes }: { readonly bus: Bus; readonly bounds: ValueBounds; readonly maxScopes: number },
): Local {
  const { scopes, outcomes, registry, writers, markOf, labelOf, clock, onError } = context;
  let generations = 0;
  const attachments = new LRUCache<string, Attachment>({
    max: maxScopes,
    dispose: (_, scope, reason) => {
      if (reason === "evict") bus.unsubscribe(scope);
    },
  });
  const values = createValues<Kept>(bounds);

  function clear(attachment: Attachment, applied: number): void {
    attachment.generation = ++generations;
    attachment.parts.clear();
    attachment.applied = applied;
  }

  const isOf = (attachment: Attachment, { generation, part }: Kept) =>
    generation >= attachment.generation && generation >= (attachment.parts.get(part) ?? 0);

  /** What of the scope its writer can't have told of, if it isn't known to know it; answers the metric labels. */
  function clearUnknown(attachment: Attachment, { writer }: Notice): string[] {
    if (writer === registry.writer) return [];
    const unknown = [...registry.parts].filter(([, part]) => !writers.knows(writer, part));
    const generation = unknown.length > 0 ? ++generations : 0;
    for (const [, part] of unknown) attachment.parts.set(part, generation);
    return unknown.map(([type]) => type);
  }

  /** Listens no longer; the next who reads the scope from the tier begins anew. */
  function drop(scope: string): void {
    attachments.delete(scope);
    bus.unsubscribe(scope);
  }

  /** Subscribed first, then `ver`: whatever comes between is in the notices or in `ver`. */
  async function attach(scope: string): Promise<void> {
    const attachment: Attachment = {
      generation: ++generations,
      parts: new Map(),
      applied: null,
      seen: 0,
      polled: 0,
    };
    attachments.set(scope, attachment);
    const giveUp = () => {
      if (attachments.peek(scope) === attachment) drop(scope);
    };
    try {
      await bus.subscribe(scope);
      const mark = await markOf(scope);
      if (attachments.peek(scope) !== attachment) return;
      if (!mark) return giveUp();
      attachment.applied = Math.max(mark.version, attachment.seen);
      scopes.hear(scope, attachment.applied);
    } catch (error) {
      giveUp();
      unlessUnavailable(error);
    }
  }

  const local: Local = {
    name: "L1",

    peek: ({ scope, name }) => {
      const attachment = attachments.get(scope);
      if (attachment?.applied == null) return undefined;
      const kept = values.get(name);
      const alive = kept && isOf(attachment, kept) && expiresAt(kept.envelope) > clock.now();
      return { applied: attachment.applied, envelope: alive ? kept.envelope : undefined };
    },

    put: ({ scope, key, name, type, about, part }, version, envelope) => {
      const attachment = attachments.get(scope);
      // Below A: a notice that touched it may have come and gone.
      if (attachment?.applied == null || version < attachment.applied) return;
      const size = envelope.size ?? jsonLength(envelope.entity);
      if (size === undefined) return;
      deepFreeze(envelope.entity);
      if (!values.set(name, about, { generation: generations, part, envelope }, size + key.length)) return;
      outcomes.emit({ kind: "fill", tier: "L1", type, scope, key, ttl: envelope.ttl });
    },

    notice: (notice) => {
      const { scope, version, flush, keys } = notice;
      scopes.hear(scope, version);
      const attachment = attachments.peek(scope);
      if (!attachment) return;
      if (attachment.applied === null) {
        attachment.seen = Math.max(attachment.seen, version);
        return;
      }
      if (version <= attachment.applied) return;
      const subject = { kind: "invalidation", tier: "L1", scope, version } as const;
      if (flush || version > attachment.applied + 1) {
        clear(attachment, version);
        outcomes.emit({ ...subject, type: "*", keys: [], reason: flush ? "flush" : "gap" });
        return;
      }
      attachment.applied = version;
      const dropped = keys.filter((key) => {
        const name = slotName(scope, key);
        const kept = values.get(name);
        return kept && isOf(attachment, kept) && values.delete(name);
      });
      for (const type of clearUnknown(attachment, notice))
        outcomes.emit({ ...subject, type, keys: [], reason: "flush" });
      for (const [type, some] of Map.groupBy(dropped, labelOf))
        outcomes.emit({ ...subject, type, keys: some, reason: "change" });
    },

    attach: (scope) => {
      if (!attachments.has(scope)) attach(scope).catch(onError);
    },

    clear: () => {
      for (const scope of [...attachments.keys()]) drop(scope);
      values.clear();
    },

    polled: (scope, mark) => {
      const attachment = attachments.peek(scope);
      if (attachment?.applied == null || !mark) return;
      // A notice that didn't come in all this time is lost; sooner, this would only race it.
      if (attachment.applied < attachment.polled) {
        const version = mark.version;
        clear(attachment, Math.max(attachment.applied, version));
        outcomes.emit({
          kind: "invalidation",
          tier: "L1",
          scope,
          version,
          type: "*",
          keys: [],
          reason: "gap",
        });
      }
      attachment.polled = mark.version;
    },

    status: () => ({ entries: values.entries(), bytes: values.bytes() }),

    close: () => {
      attachments.clear();
      values.clear();
    },
  };

  bus.listen({
    onNotice: local.notice,
    onClosed: (closed) => {
      for (const scope of closed) attachments.delete(scope);
    },
  });
  return local;
}
