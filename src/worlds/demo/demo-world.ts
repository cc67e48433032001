import { fileURLToPath } from "node:url";
import type { Clock } from "../../clock.ts";
import { WORLDS } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Logger } from "../../observability/logger.ts";
import type { Store } from "../../store/store.ts";
import { importWorldFile } from "../world-file/import.ts";

/** The Odyssey, as a world file. */
export const DEMO_WORLD_FILE = fileURLToPath(new URL("./odyssey.json", import.meta.url));

/** Loads the demo world into a store that never held a world; one that its owner emptied stays empty. */
export async function loadDemoWorld(options: {
  store: Store;
  registry: Registry;
  clock: Clock;
  logger: Logger;
}): Promise<void> {
  const { store, registry, clock, logger } = options;
  if ((await store.versions([WORLDS])).versions.get(WORLDS) !== 0) return;
  const { worldId, counts } = await importWorldFile({ store, registry, clock, file: DEMO_WORLD_FILE });
  logger.info({ world: worldId, ...counts }, "loaded the demo world");
}
