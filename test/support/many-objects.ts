import type { Store } from "../../src/store/store.ts";
import { location, world, worldObject } from "./own-types.ts";
import { imported } from "./store.ts";

export const ITHACA = "location:odyssey:ithaca";

/** Imports the world `odyssey` with as many objects, all of which Ithaca holds; answers their ids in order. */
export async function importObjects(store: Store, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) =>
    worldObject.id("odyssey", `o${String(n).padStart(6, "0")}`),
  );
  const importer = await store.beginImport("odyssey");
  await importer.write([imported(world, "world:odyssey"), imported(location, ITHACA)]);
  for (let from = 0; from < count; from += 1_000)
    await importer.write(
      ids.slice(from, from + 1_000).map((id) => imported(worldObject, id, { holder: ITHACA })),
    );
  await importer.finish();
  return ids;
}
