import type { Clock } from "../../src/clock.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { createHandClock } from "./clock.ts";
import { definitionsWith } from "./other-definitions.ts";
import { world, worldObject } from "./own-types.ts";
import { actionsOn } from "./store.ts";

/** All that a store is asked to do for programs of other definitions: indexing, repairs from the log, sweeping. */
export async function indexingSession(
  open: (registry: Registry, clock: Clock) => Promise<Store>,
): Promise<void> {
  const clock = createHandClock("2030-01-01T00:00:00.000Z");
  const older = await open(createRegistry(definitionsWith({})), clock);
  const there = actionsOn(() => older);
  const id = "object:indexed:thing";
  await there.createWorld("indexed");
  await there.create(worldObject, id);
  const lists = {
    "World.objects": { order: ["description"] },
    "World.timeline": { order: ["born"] },
    "Query.worlds": { filters: ["description"] },
  };
  const newer = await open(createRegistry(definitionsWith(lists)), clock);
  const at = actionsOn(() => newer);
  await newer.index();
  await there.update(worldObject, id, { description: "changed" });
  await there.update(world, "world:indexed", { description: "changed" });
  await at.ids("World.objects", "world:indexed");
  await at.ids("Query.worlds", "worlds", { filter: { description: "changed" } });
  await newer.close();
  await clock.advance(48 * 3_600_000);
  while (await older.sweep());
  await older.close();
}
