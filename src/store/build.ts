import type { Entity } from "../entities/define.ts";
import { withComputed } from "../entities/derived-fields.ts";
import { WORLDS, worldScope } from "../entities/ids.ts";
import { sortKey } from "../entities/list-indexes.ts";
import { laterPosition } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import { isPublished } from "../entities/standing.ts";
import { conflict } from "../fault.ts";
import type { Position, ScopeState } from "./query.ts";
import type { ChangeRequest } from "./store.ts";

/** A world that an importer builds out of sight: what every adapter has to know of it at the end. */
export interface Build {
  /** Answers it with what its type computes of it. */
  add(entity: Entity): Entity;
  /** Throws if the world's own record isn't among what was added. */
  finished(): Built;
}

export interface Built extends Pick<ScopeState, "counts" | "latest"> {
  /** The world's record. */
  readonly root: Entity;
}

/** An importer that was silent for this long is taken for dead, and what it built is swept away. */
export const ABANDONED_MS = 60 * 60_000;

export function createBuild(registry: Registry): Build {
  const counts: Record<string, number> = {};
  const latest: Record<string, Position> = {};
  let root: Entity | null = null;
  return {
    add: (given) => {
      const definition = registry.byName(given.__typename);
      const entity = withComputed(definition, given);
      const { name } = definition;
      if (definition.root) root = entity;
      if (!isPublished(definition, entity)) return entity;
      counts[name] = (counts[name] ?? 0) + 1;
      const index = registry.latestIndex(definition);
      if (index) latest[name] = laterPosition(latest[name], { id: entity.id, sort: sortKey(index, entity) });
      return entity;
    },
    finished: () => {
      if (!root) throw new Error("an import holds its world's own record");
      return { root, counts, latest };
    },
  };
}

/** The change that puts what was built in the place of the world. `onlyNew`: unless there ever was one. */
export function publication(
  registry: Registry,
  world: string,
  { root, counts, latest }: Built,
  onlyNew: boolean,
): ChangeRequest<void> {
  const scope = worldScope(world);
  return {
    scopes: [scope, WORLDS],
    work: (draft) => {
      if (onlyNew && draft.version(scope) > 1) throw conflict(`${scope} is there already, or has been`);
      return draft.replace(registry.byName(root.__typename), root, { counts, latest });
    },
  };
}
