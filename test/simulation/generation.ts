import type { CacheRead } from "../../src/cache/loads.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import { filterSuffix, ownerName } from "../../src/entities/lists.ts";
import { entitySlot, listSlot, type Slot, stateSlot, togetherSlot } from "../../src/entities/slots.ts";
import type { LogEntry } from "../../src/store/log.ts";
import { queryScope, type StoreQuery } from "../../src/store/query.ts";
import type { Commit } from "../../src/store/store.ts";
import { type Kinds, LONG_LIVED, SHORT_LIVED } from "./definitions.ts";
import { TARGETS } from "./targets.ts";

/** A release of the program, with definitions of its own: those of the second one give every key another name. */
export interface Generation {
  /** The number of its definitions. */
  readonly number: number;
  readonly kinds: Kinds;
  /** How it reads each target: cached, and past the caches. Aligned with the targets. */
  readonly reads: { readonly cached: readonly CacheRead[]; readonly direct: readonly CacheRead[] };
  /** The keys of the values without a TTL that a world may have. */
  readonly untimed: readonly string[];
  /** What the first generation's store says, as this one's would have. */
  entryOf(entry: LogEntry): LogEntry;
  commitOf(commit: Commit): Commit;
}

function slotOf({ registry }: Kinds, query: StoreQuery): Slot {
  const scope = queryScope(query);
  if (query.kind === "entity") return entitySlot(registry.ofId(query.id)!, query.id);
  if (query.kind === "state") return stateSlot(registry.byName("World"), scope);
  if (query.kind === "together") return togetherSlot(registry.byName(query.type), scope);
  const { coordinate, owner, filter, descending } = query;
  const list = registry.list(coordinate);
  const base = list.base(list.parent && owner !== WORLDS ? ownerName(owner) : "") + filterSuffix(filter);
  return listSlot(list, registry.byName(list.entity), { scope, base, descending });
}

function generation(number: number, kinds: Kinds): Generation {
  const renamed = (key: string) => (number === 1 ? key : `${key}~${number}`);
  const renamedSlot = (slot: Slot) => ({ ...slot, key: renamed(slot.key) });
  const cached = TARGETS.map(({ query }) => ({ slot: renamedSlot(slotOf(kinds, query)), query }));
  const entryOf = (entry: LogEntry): LogEntry =>
    number === 1 ? entry : { ...entry, definitions: number, keys: entry.keys.map(renamed) };
  return {
    number,
    kinds,
    reads: { cached, direct: cached.map((read) => ({ ...read, direct: true })) },
    untimed: [renamed("flags")],
    entryOf,
    commitOf: (commit) =>
      number === 1
        ? commit
        : {
            entry: entryOf(commit.entry),
            puts: commit.puts.map(({ slot, value }) => ({ slot: renamedSlot(slot), value })),
          },
  };
}

const both = (kinds: Kinds) => [generation(1, kinds), generation(2, kinds)] as const;

/** The older and the newer one, by how long their values live. */
export const GENERATIONS = { long: both(LONG_LIVED), short: both(SHORT_LIVED) };
