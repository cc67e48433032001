import { sortKey } from "../entities/list-indexes.ts";
import { laterPosition } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import type { Head, Touched } from "./draft-images.ts";
import { isLatestUnknown } from "./mask.ts";
import { type Position, readable, type ScopeState } from "./query.ts";

/** Of a scope that holds nothing. */
export function emptyState(version: number): ScopeState {
  return { version, counts: {}, latest: {} };
}

/**
 * What a scope holds after these changes. `found`: the latest entries that aren't only the later ones of those before and those that came.
 */
export function nextState(
  registry: Registry,
  head: Head,
  version: number,
  changes: readonly Touched[],
  found: Readonly<Record<string, Position | null>> = {},
): ScopeState {
  const base = head.exists ? readable(head.state) : emptyState(0);
  const counts: Record<string, number> = { ...base.counts };
  const latest = { ...base.latest };
  for (const { definition, before, after } of changes) {
    const { name } = definition;
    const known = !isLatestUnknown(name, { counts, latest });
    counts[name] = (counts[name] ?? 0) + Number(!!after) - Number(!!before);
    const index = registry.latestIndex(definition);
    if (after && index && known)
      latest[name] = laterPosition(latest[name], { id: after.id, sort: sortKey(index, after) });
  }
  for (const [name, position] of Object.entries(found)) {
    if (position) latest[name] = position;
    else delete latest[name];
  }
  return { version, counts, latest };
}
