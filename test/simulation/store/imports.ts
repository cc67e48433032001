import { contentOf } from "../../../src/entities/content.ts";
import type { Entity } from "../../../src/entities/define.ts";
import { partsOf, WORLDS } from "../../../src/entities/ids.ts";
import { placesOf } from "../../../src/entities/places.ts";
import { conflict } from "../../../src/fault.ts";
import { type Built, createBuild } from "../../../src/store/build.ts";
import type { Importer } from "../../../src/store/store.ts";
import type { Building } from "./model-data.ts";
import { createIncarnation, draftOf } from "./rows.ts";
import type { Session } from "./session.ts";

/**
 * Builds a world out of sight, under version 0, which stands for the version that `finish` makes. `publish`: makes the
 * incarnation current, as one change.
 */
export function beginImport(
  { data, registry, clock, newId, pause }: Session,
  publish: (incarnation: string, built: Built) => ReturnType<Importer["finish"]>,
): Importer {
  const id = newId();
  const made = createBuild(registry);
  data.buildings.set(id, { draft: draftOf(createIncarnation(id, 0)), touchedAt: clock.now() });

  async function build(work: (building: Building) => void): Promise<void> {
    await pause("commit");
    const building = data.buildings.get(id);
    if (!building) throw conflict("the import was given up, or was silent for too long");
    building.touchedAt = clock.now();
    work(building);
  }

  function write({ draft }: Building, given: Entity): void {
    const entity = made.add(given);
    const { __typename: type } = entity;
    draft.write({
      type,
      local: partsOf(entity.id).local,
      row: { version: 0, born: 0, data: contentOf(registry.byName(type), entity) },
    });
    for (const { scope, shelf, sort } of placesOf(registry, entity))
      if (scope !== WORLDS) draft.write({ shelf, place: { id: entity.id, sort }, there: true });
  }

  return {
    write: (entities) =>
      build((building) => {
        for (const entity of entities) write(building, entity);
      }),
    finish: async () => {
      const built = made.finished();
      await build(() => {});
      return publish(id, built);
    },
    abort: async () => {
      data.buildings.delete(id);
    },
  };
}
