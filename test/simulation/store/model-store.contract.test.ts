import { createRegistry } from "../../../src/entities/registry.ts";
import { createWorldRegistry } from "../../../src/worlds/registry.ts";
import { describeStore } from "../../contract/store-contract.ts";
import { createHandClock } from "../../support/clock.ts";
import type { OpenStore } from "../../support/store.ts";
import { createModelStore, type ModelStoreOptions } from "./model-store.ts";

const open =
  (options: Pick<ModelStoreOptions, "snapshot" | "turn">): OpenStore =>
  async ({ extra, retention } = {}) => {
    const registry = createWorldRegistry({}, extra);
    const clock = createHandClock();
    const store = createModelStore({ ...options, registry, clock, ...(retention && { retention }) });
    return {
      store,
      registry,
      clock,
      beside: async (definitions) => store.beside({ registry: createRegistry(definitions, 2) }),
      close: () => store.close(),
    };
  };

describeStore("model (one moment)", open({ snapshot: true }), { shared: false });
