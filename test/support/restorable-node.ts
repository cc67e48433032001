import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { type Backup, backUp } from "./backup.ts";
import { createHandClock } from "./clock.ts";
import { type GatedStore, gated } from "./gate.ts";
import { type Node, openNode } from "./node.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const registry = createWorldRegistry();

/**
 * A gateway with its cache in the process and a gate before its store, for each test: over a SQLite file that can be
 * written back to an older copy under it: version 2, where the character is "kept", though it was "lost" at version 3.
 */
export interface RestorableNode {
  readonly node: Node;
  readonly gate: GatedStore;
  /** Behind the gate. */
  readonly store: Store;
  readonly backup: Backup;
  /** The character's, as the gateway answers it. */
  name(options?: Parameters<Node["reader"]>[0], id?: string): Promise<string | undefined>;
  rename(to: string): ReturnType<Node["commands"]["members"]["update"]>;
  /** As `rename`, by somebody of whom the gateway doesn't hear. */
  renamePast(to: string): Promise<unknown>;
  hits(): number;
  fills(): number;
  poll(): Promise<void>;
  /** Nothing of the character is cached, and the store is as it was but for a version. */
  forget(): Promise<unknown>;
  /** Restores the store and gives it another epoch, as an operator should. */
  replace(): Promise<string>;
}

export function useRestorableNode(): RestorableNode {
  let gate: GatedStore;
  let store: Store;
  let node: Node;
  let backup: Backup;
  const count = (wanted: string) => node.outcomes.filter(({ kind }) => kind === wanted).length;
  const used: RestorableNode = {
    get node() {
      return node;
    },
    get gate() {
      return gate;
    },
    get store() {
      return store;
    },
    get backup() {
      return backup;
    },
    name: async (options, id = ID) => (await node.reader(options).load(character, id))?.name,
    rename: (to) => node.commands.members.update(character, { id: ID, name: to }),
    renamePast: (to) =>
      store.change({
        scopes: [WORLD],
        work: async (draft) => draft.update(character, await draft.need(character, ID), { name: to }),
      }),
    hits: () => count("hit"),
    fills: () => count("fill"),
    poll: () => node.cache.relay.poll(),
    forget: () => node.commands.purge(WORLD, "Character"),
    replace: async () => {
      backup.restore();
      return store.renewEpoch();
    },
  };
  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), "restorable-"));
    const file = join(folder, "worlds.sqlite");
    node = await openNode({
      file,
      registry,
      clock: createHandClock(),
      wrapStore: (opened) => {
        store = opened;
        gate = gated(opened);
        return gate.store;
      },
    });
    await node.commands.worlds.create({ id: "w", name: "W" });
    await node.commands.members.create(character, { worldId: WORLD, id: "c", name: "kept" });
    backup = backUp(file);
    await used.rename("lost");
    await used.poll();
    expect(await used.name()).toBe("lost");
    return async () => {
      await node.close();
      rmSync(folder, { recursive: true });
    };
  });
  return used;
}
