import type { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Registry } from "../entities/registry.ts";
import type { Provider } from "../provider.ts";
import type { IndexProgress } from "./indexing.ts";
import type { Store } from "./store.ts";

/** Where worlds may be kept: a database, and the adapter that makes it a store. */
export interface StoreProvider<S extends z.ZodType = z.ZodType> extends Provider<Store, StoreOptions, S> {
  /** It runs in this process and belongs to it, so an empty one gets the demo world unless told otherwise. */
  readonly embedded: boolean;
  /** For an operator: what is used, without secrets, and the setting that leads elsewhere. */
  where(config: z.output<S>): { readonly name: string; readonly change: string };
}

/** What every store is opened with. */
export interface StoreOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  /** How long a call may wait for it, in milliseconds. */
  readonly timeoutMs: number;
  /** Told how far lists are indexed that it had not, or otherwise. */
  readonly onIndexing?: (progress: IndexProgress) => void;
}
