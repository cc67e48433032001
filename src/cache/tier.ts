import type { Slot } from "../entities/slots.ts";
import type { LogEntry, Mask } from "../store/log.ts";
import type { Mark } from "./mark.ts";

/**
 * The port of a tier that gateways share: Redis, or the process itself. Its operations are atomic
 * within a scope, and any of them may fail; the caller then does without the tier.
 */
export interface Tier {
  readonly name: "L1" | "L2";

  /** The scope's mark, read before the values (protocol line 6), and what lies under the keys. */
  read(scope: string, keys: readonly string[]): MaybePromise<TierReply>;

  /** The marks of many scopes in one go; those that aren't open are missing. */
  marks(scopes: readonly string[]): MaybePromise<ReadonlyMap<string, Mark>>;

  /** Answers one slot at once, where that is possible; `now` is the time. */
  peek?(
    slot: Slot,
    now: number,
  ): { readonly mark: Mark; readonly envelope: Envelope | undefined } | undefined;

  /** Makes the mark at this version, all that lies there a miss (protocol line 6). `anew`: even if there is a mark. */
  open(scope: string, version: number, options?: { anew?: boolean }): MaybePromise<void>;

  /** Stores what was loaded, unless something may have changed it since (protocol line 9). */
  fill(scope: string, fill: Fill): MaybePromise<FillReply>;

  /** Drops or replaces what a change touched, if it is the next one (protocol line 3). */
  apply(entry: LogEntry, puts: readonly Put[]): MaybePromise<ApplyReply>;

  /** What tells other gateways of changes; not there in a tier that no other gateway shares. */
  readonly bus?: Bus;

  /** Whether it can be reached, and what is wrong with how it is set up. */
  health(): TierHealth;

  /** How full it is. */
  status(): MaybePromise<TierFill>;

  close(): MaybePromise<void>;
}

export interface TierHealth {
  readonly status: "up" | "down";
  /** Each says what to change. */
  readonly warnings: readonly string[];
}

/** Null where it isn't known. */
export interface TierFill {
  readonly entries: number | null;
  /** What its values take as JSON; of a shared tier, all of the memory that its server uses. */
  readonly bytes: number | null;
  /** Of a tier in a server of its own. */
  readonly server?: ServerStatus;
}

/** A cache server's memory, and this gateway's connections to it. */
export interface ServerStatus {
  readonly usedBytes: number | null;
  /** Null: it has no bound, or isn't known. */
  readonly maxBytes: number | null;
  /** Since the server's start. */
  readonly evictedKeys: number | null;
  readonly connections: number;
  readonly maxConnections: number;
}

export type MaybePromise<T> = T | Promise<T>;

/**
 * Notices of the changes that were applied to a shared tier, published from within `apply`. They may be
 * lost, doubled or late: versions show it.
 */
export interface Bus {
  /** Resolves once notices of the scope arrive. Rejects (UNAVAILABLE) if the tier can't be reached. */
  subscribe(scope: string): Promise<void>;
  unsubscribe(scope: string): void;
  /** Whether its connections are up. */
  connected(): boolean;
  /** `onClosed`: no notices arrive any more for these scopes until each is subscribed to again. */
  listen(listener: { onNotice(notice: Notice): void; onClosed(scopes: readonly string[]): void }): void;
}

/** What a change dropped or replaced. */
export interface Notice {
  readonly scope: string;
  readonly version: number;
  /** Who made it: `keys` has all that it changed in the parts of the cache that it knows (see `Registry.writer`). */
  readonly writer: string;
  /** Nothing that was cached of the scope before is right any more. */
  readonly flush: boolean;
  readonly keys: readonly string[];
  /** What changed under each of `keys`, in their order; missing, as from older gateways: anything. */
  readonly masks?: readonly Mask[];
}

/** A cached value. `entity` is null where it is known that nothing is there. */
export interface Envelope {
  /** The version that the value is known to be right at. */
  readonly fence: number;
  readonly shape: number;
  /** Names what the value looks like (see `Slot.form`). */
  readonly form: string;
  /** Milliseconds since 1970. */
  readonly cachedAt: number;
  /** Seconds, jitter included; null: until changed. */
  readonly ttl: number | null;
  readonly entity: unknown;
  /** The length of its JSON, where that is known already. */
  readonly size?: number;
}

export interface TierReply {
  /** Missing where the scope isn't open, also where what was found is garbage or another store's. */
  readonly mark: Mark | undefined;
  readonly envelopes: readonly (Envelope | undefined)[];
}

export interface Put {
  readonly slot: Slot;
  readonly value: unknown;
}

export interface Fill {
  readonly fence: number;
  /** The version after the load: SR2. */
  readonly version: number;
  readonly values: readonly Put[];
  /** The writers that are known to know a part of the cache; without it, nobody is. */
  readonly knowing?: (part: string) => readonly string[];
}

/** MISSING: the scope isn't open. BEHIND: catch the tier up to the load's version first. */
export type FillReply =
  | {
      readonly kind: "FILLED";
      /** Aligned with the fill's values. */
      readonly results: readonly FillResult[];
      /** The tier's, at which what was stored is right. */
      readonly version: number;
    }
  | { readonly kind: "BEHIND" | "MISSING" };

/**
 * changed: a change has overtaken it, or may have; full: the tier takes no new values; unencodable: it can't be
 * written down; too-large: it is larger than a value may be.
 */
export type FillResult = "stored" | "changed" | "full" | "unencodable" | "too-large";

/** SEEN: applied before. GAP: changes before it are missing. OPENED: there was no mark. */
export interface ApplyReply {
  readonly kind: "APPLIED" | "SEEN" | "GAP" | "OPENED";
  /** The keys whose values were dropped or replaced: something lay there. */
  readonly hit: readonly string[];
}
