import type { Entity, EntityDefinition } from "../entities/define.ts";
import type { Repeats } from "./copies.ts";
import type { ScopeState } from "./query.ts";
import type { Unreadable } from "./unreadable.ts";

/** What a world that was built out of sight holds. */
export type Contents = Pick<ScopeState, "counts" | "latest">;

/** What the adapter read of a scope after it locked it. */
export interface Head {
  readonly scope: string;
  /** 0 for a scope that the store doesn't know yet. */
  readonly version: number;
  readonly exists: boolean;
  readonly state: ScopeState | Unreadable;
}

export interface Touched {
  readonly definition: EntityDefinition;
  readonly before: Entity | null;
  readonly after: Entity | null;
  /** The store couldn't read what it was: `before` is made up, and in which lists it stood is unknown. */
  readonly lost?: boolean;
}

/** What a finished draft hands to its adapter. */
export interface DraftImages {
  readonly touched: ReadonlyMap<string, Touched>;
  /** Scope → what repeats there what the change made another. */
  readonly repeats: ReadonlyMap<string, Repeats>;
  /** Scope → the type to purge, null for all. */
  readonly purged: ReadonlyMap<string, string | null>;
  /** Scope → what it holds from now on. */
  readonly replaced: ReadonlyMap<string, Contents>;
}
