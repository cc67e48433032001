import { publicImage } from "../entities/standing.ts";
import type { Touched } from "./draft-images.ts";
import type { ListMove, LoggedEntity } from "./log.ts";
import { changedFields } from "./mask.ts";

/** What a scope's log entry will say of a change's entities, by id. */
export interface DraftedEntry {
  readonly entities: Map<string, DraftedEntity>;
  /** Those that nobody is told of. */
  readonly untold: Map<string, DraftedEntity>;
}

/** What a scope's log entry will say of an entity; `moves`: how it moved, by tag. */
type DraftedEntity = Omit<LoggedEntity, "tags" | "moves"> & { readonly moves: Map<string, ListMove> };

/** What everybody may see of a change; null: nothing, as the entity is unpublished before and after it. */
export function shownChange(change: Touched): Touched | null {
  const { definition } = change;
  const before = publicImage(definition, change.before);
  const after = publicImage(definition, change.after);
  return before || after ? { ...change, before, after } : null;
}

/** The entity's, made where the entry has none yet. */
export function loggedIn(entry: DraftedEntry, change: Touched, shown: Touched | null): DraftedEntity {
  const { before, after, definition } = shown ?? change;
  const { id } = (after ?? before)!;
  const entities = shown && !definition.internal ? entry.entities : entry.untold;
  let logged = entities.get(id);
  if (!logged) {
    const kind = !before ? "CREATED" : !after ? "DELETED" : "UPDATED";
    const fields = changedFields(shown ?? change);
    logged = { id, type: definition.name, kind, ...(fields && { fields }), moves: new Map() };
    entities.set(id, logged);
  }
  return logged;
}
