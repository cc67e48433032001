import { createRegistry } from "../../../src/entities/registry.ts";
import { describeStore } from "../../contract/store-contract.ts";
import { createHandClock } from "../../support/clock.ts";
import { createOwnRegistry } from "../../support/own-types.ts";
import type { OpenStore } from "../../support/store.ts";
import { createModelStore, type ModelStoreOptions } from "./model-store.ts";

const open =
  (options: Pick<ModelStoreOptions, "snapshot" | "turn" | "pick">): OpenStore =>
  async ({ extra, retention } = {}) => {
    const registry = createOwnRegistry(extra);
    const clock = createHandClock();
    const store = createModelStore({ ...options, registry, clock, ...(retention && { retention }) });
    return {
      store,
      registry,
      clock,
      beside: async (definitions) => store.beside({ registry: createRegistry(definitions) }),
      damage: store.damage,
      close: () => store.close(),
    };
  };

/** Everybody else who can go on goes on in between. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describeStore("model (all at once)", open({ snapshot: true }));
describeStore("model (one moment, in turns)", open({ snapshot: true, turn }));
describeStore("model (no moment, versions first)", open({ snapshot: false, turn }));
describeStore("model (no moment, in any order)", (options) =>
  open({ snapshot: false, turn, pick: createPick() })(options),
);

/** Numbers that look like chance, the same ones in every run. */
function createPick(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
