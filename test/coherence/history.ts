/** What a write does to a world, as the truth is rebuilt from it. `world` is an id; locals name what lives there. */
export type Effect = { readonly world: string } & (
  | { readonly kind: "createWorld"; readonly name: string }
  | { readonly kind: "updateWorld"; readonly description: string }
  | { readonly kind: "deleteWorld" }
  | { readonly kind: "createLocation"; readonly local: string }
  | {
      readonly kind: "createCharacter";
      readonly local: string;
      readonly language: string;
      readonly description: string;
    }
  | {
      readonly kind: "updateCharacter";
      readonly local: string;
      readonly language: string;
      readonly description: string;
    }
  | { readonly kind: "moveCharacter"; readonly local: string; readonly location: string | null }
  | { readonly kind: "deleteCharacter"; readonly local: string }
  | { readonly kind: "setFlag"; readonly key: string; readonly value: string }
  | { readonly kind: "removeFlag"; readonly key: string }
  | {
      readonly kind: "addEvent";
      readonly local: string;
      readonly at: number;
      readonly involves: readonly string[];
    }
  | { readonly kind: "purge" }
);

/** What a client was told of its write. Times are in milliseconds of one clock. */
export interface Acknowledgement {
  /** The gateway's lifetime that said so: a process that was started again is another one. */
  readonly life: string;
  readonly answered: number;
  /** Of the world. */
  readonly version: number;
  /** It said itself that the shared cache hasn't heard of it. */
  readonly weak: boolean;
  /** What the payload shows of the entity that was changed. */
  readonly saw: readonly Sight[];
}

export interface Write {
  /** Its idempotency key; purges have none. */
  readonly key: string | null;
  readonly effect: Effect;
  readonly began: number;
  /** Every acknowledgement, also of retries; none: it was refused, or nobody knows. */
  readonly acknowledged: readonly Acknowledgement[];
  /** The code of an error that says that nothing was changed. */
  readonly refused: string | null;
}

/** A key of the truth, and what of its value was seen: all fields of an object needn't be there. */
export interface Sight {
  readonly scope: string;
  readonly key: string;
  readonly value: Value;
}

export type Value = null | readonly string[] | { readonly [field: string]: string | number | null };

export type Mode = "plain" | "strict" | "min";

export interface Read {
  readonly life: string;
  readonly mode: Mode;
  /** Scope → what `x-min-version` asked for. */
  readonly minVersions: Readonly<Record<string, number>>;
  readonly began: number;
  readonly answered: number;
  readonly saw: readonly Sight[];
}

/** One entry of a scope's change log, of which the store says that it happened. */
export interface Logged {
  readonly scope: string;
  readonly version: number;
  /** The client's idempotency key; null: the change had none. */
  readonly key: string | null;
}

/** All that happened in a run. */
export interface History {
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  /** Each scope's whole log, oldest first. */
  readonly log: readonly Logged[];
  /** When the shared cache lost data or couldn't be reached, and was perhaps not mended yet. */
  readonly losses: readonly { readonly from: number; readonly to: number }[];
  /** 3T, with what clocks may differ by. */
  readonly leaseMs: number;
  /** What all gateways, and the store, showed in the end, and the name of each. */
  readonly finals: readonly { readonly by: string; readonly saw: readonly Sight[] }[];
}

export const WORLDS = "worlds";

export function scopesOf({ kind, world }: Effect): string[] {
  return kind === "createWorld" || kind === "deleteWorld" ? [world, WORLDS] : [world];
}

/** Names of the truth's keys, unique over all scopes. */
export const keyOf = {
  worlds: () => "worlds",
  record: (world: string) => `${world} record`,
  state: (world: string) => `${world} state`,
  flags: (world: string) => `${world} flags`,
  character: (world: string, local: string) => `${world} character ${local}`,
  /** `filter`: empty, a language, or a location's local id behind an @. */
  characters: (world: string, filter: string) => `${world} characters ${filter}`,
  timeline: (world: string, local: string) => `${world} timeline ${local}`,
  /** How many entries the list of that key has, beyond its page too. */
  total: (list: string) => `total of ${list}`,
};
