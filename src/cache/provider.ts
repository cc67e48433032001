import type { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Registry } from "../entities/registry.ts";
import type { Provider } from "../provider.ts";
import type { Tier } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/** Where values may be cached: in this process alone, or in a server, below the process's own memory. */
export interface TierProvider<S extends z.ZodType = z.ZodType> extends Provider<Tier, TierOptions, S> {
  /** Whether its own settings let it be used; by default they do. */
  enabled?(config: z.output<S>): boolean;
  /** How long a piece of work waits for it in all, in milliseconds; by default as long as that takes. */
  budgetMs?(config: z.output<S>): number;
}

/** What every tier is opened with. */
export interface TierOptions {
  readonly clock: Clock;
  readonly registry: Registry;
  /** The store's, at the moment. */
  readonly epoch: () => string;
  /** What the process itself may keep; `maxValueBytes` holds for every tier. */
  readonly bounds: ValueBounds;
  /** Told of values and marks that can't be decoded. */
  readonly onGarbage: (scope: string, key: string) => void;
  /** Told what an operator should know. */
  readonly onEvent: (event: TierEvent) => void;
}

/** Something that an operator should know, for the log; never with a payload or a password. */
export interface TierEvent {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number>>;
}
