import type { CacheRead } from "../../src/cache/loads.ts";
import { listBase } from "../../src/entities/lists.ts";
import type { Registry } from "../../src/entities/registry.ts";
import { entitySlot, listSlot, type Slot, stateSlot, togetherSlot } from "../../src/entities/slots.ts";
import { isEntityQuery, queryScope, type StoreQuery } from "../../src/store/query.ts";
import { RELEASES, type Release } from "./definitions.ts";
import { TARGETS } from "./targets.ts";

/** How a release reads each target: through the caches, and past them. Aligned with the targets. */
export interface Reads {
  readonly cached: readonly CacheRead[];
  readonly direct: readonly CacheRead[];
}

const known = new Map(Object.values(RELEASES).flatMap((both) => both.map((one) => [one, readsWith(one)])));

export function readsOf(release: Release): Reads {
  return known.get(release)!;
}

function readsWith({ registry }: Release): Reads {
  const cached = TARGETS.map(({ query }) => ({ slot: slotOf(registry, query), query }));
  return { cached, direct: cached.map((read) => ({ ...read, direct: true })) };
}

function slotOf(registry: Registry, query: StoreQuery): Slot {
  const scope = queryScope(query);
  if (isEntityQuery(query)) return entitySlot(registry.ofId(query.id)!, query.id);
  if (query.kind === "state") return stateSlot(registry, scope);
  if (query.kind === "together") return togetherSlot(registry.byName(query.type), scope);
  const { coordinate, owner, filter, order } = query;
  const list = registry.list(coordinate);
  const base = listBase(list, owner, filter);
  return listSlot(list, registry.byName(list.entity), { scope, base, order });
}
