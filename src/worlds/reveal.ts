import type { MaybePromise } from "../cache/tier.ts";
import type { Entity } from "../entities/define.ts";
import { isPrivate } from "../entities/private-fields.ts";
import type { Registry } from "../entities/registry.ts";
import type { Viewer } from "../entities/viewer.ts";
import { chain } from "./chain.ts";

/** A field of an entity as one viewer may see it: null where he may not, or where it is gone meanwhile. */
export type Reveal = (entity: Entity, field: string) => MaybePromise<unknown>;

/** `viewer`: null: nobody that anything is known of. `readSensitive`: the entity as the store has it now, all of it. */
export function createReveal(options: {
  readonly registry: Registry;
  readonly viewer: Viewer | null;
  readonly readSensitive: (id: string) => MaybePromise<Entity | null>;
}): Reveal {
  const { registry, viewer, readSensitive } = options;
  return (entity, name) => {
    const field = registry.byName(entity.__typename).fields[name]!;
    if (!isPrivate(field)) return entity[name];
    const { readers } = field;
    if (!viewer || !readers) return null;
    return chain(readers(viewer, entity), (may) => {
      if (!may) return null;
      if (!field.sensitive) return entity[name];
      return chain(readSensitive(entity.id), (now) => {
        // Made again since it is another one, and what is shown has to be the viewer's by now, too.
        if (now?.born !== entity.born) return null;
        return chain(readers(viewer, now), (still) => (still ? now[name] : null));
      });
    });
  };
}
