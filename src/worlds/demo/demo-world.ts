import { fileURLToPath } from "node:url";
import type { Clock } from "../../clock.ts";
import { WORLDS } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { Fault } from "../../fault.ts";
import type { Logger } from "../../observability/logger.ts";
import type { Store } from "../../store/store.ts";
import { importWorldFile } from "../world-file/import.ts";

/** The Odyssey, as a world file. */
const DEMO_WORLD_FILE = fileURLToPath(new URL("./odyssey.json", import.meta.url));

/** Loads the demo world into a store that never held a world; one that its owner emptied stays empty. */
export async function loadDemoWorld(options: {
  store: Store;
  registry: Registry;
  clock: Clock;
  logger: Logger;
}): Promise<void> {
  const { store, registry, clock, logger } = options;
  if ((await store.versions([WORLDS])).versions.get(WORLDS) !== 0) return;
  try {
    const { worldId, counts } = await importWorldFile({
      store,
      registry,
      clock,
      file: DEMO_WORLD_FILE,
      onlyNew: true,
    });
    logger.info({ world: worldId, ...counts }, "loaded the demo world");
  } catch (error) {
    // Another gateway that started at the same moment was faster, and somebody may have changed it since.
    if (!(error instanceof Fault) || error.code !== "CONFLICT") throw error;
    logger.info("another gateway has loaded the demo world");
  }
}
