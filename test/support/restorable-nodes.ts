import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { beforeEach } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { type Backup, backUp } from "./backup.ts";
import { createHandClock, type HandClock } from "./clock.ts";
import type { GatedTier } from "./gated-tier.ts";
import { type Node, type NodeOptions, openNode } from "./node.ts";
import { shareTier } from "./redis-tier.ts";
import { until } from "./until.ts";
import { useRedis } from "./use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const registry = createWorldRegistry();

/**
 * Gateways on one Redis over a SQLite file, for each test. A backup has version 2, where the character is "kept"; by
 * `lose` it is something else at higher versions, which Redis has and a restored store hasn't.
 */
export interface RestorableNodes {
  readonly clock: HandClock;
  /** Where the file is. */
  readonly file: string;
  readonly backup: Backup;
  /** The first one runs already. */
  readonly nodes: Node[];
  readonly client: Redis;
  open(options?: Partial<NodeOptions>): Promise<Node>;
  /** As `open`, with a gate before its tier. */
  openGated(options?: Partial<NodeOptions>): Promise<{ node: Node; gate: GatedTier }>;
  close(node: Node): Promise<void>;
  closeAll(): Promise<void>;
  /** The character's, as a gateway answers it. */
  name(node: Node, options?: Parameters<Node["reader"]>[0]): Promise<string | undefined>;
  rename(node: Node, to: string): ReturnType<Node["commands"]["members"]["update"]>;
  hits(node: Node, tier: "L1" | "L2"): number;
  fills(node: Node): number;
  /** Reads it until L1 answers. */
  inL1(node: Node): Promise<void>;
  /** Makes so many changes that only Redis has once the store is restored, and lets it have the last one. */
  lose(node: Node, changes: number): Promise<void>;
  /** Gives the store another epoch, as the command does. */
  renew(): Promise<string>;
}

export function useRestorableNodes(): RestorableNodes {
  const redis = useRedis();
  let clock: HandClock;
  let file: string;
  let shared: ReturnType<typeof shareTier>;
  let backup: Backup;
  const nodes: Node[] = [];
  const used: RestorableNodes = {
    get clock() {
      return clock;
    },
    get file() {
      return file;
    },
    get backup() {
      return backup;
    },
    nodes,
    get client() {
      return redis.client;
    },
    open: async (more = {}) => {
      const one = await openNode({ file, registry, clock, openTier: shared.open, ...more });
      nodes.push(one);
      await one.cache.relay.poll();
      return one;
    },
    openGated: async (more = {}) => {
      let gate!: GatedTier;
      const node = await used.open({
        ...more,
        openTier: async (facts) => {
          gate = await shared.gated(facts);
          return gate.tier;
        },
      });
      return { node, gate };
    },
    close: async (node) => {
      nodes.splice(nodes.indexOf(node), 1);
      await node.close();
    },
    closeAll: async () => {
      for (const one of nodes.splice(0)) await one.close();
    },
    name: async (node, options) => (await node.reader(options).load(character, ID))?.name,
    rename: (node, to) => node.commands.members.update(character, { id: ID, name: to }),
    hits: (node, tier) =>
      node.outcomes.filter((outcome) => outcome.kind === "hit" && outcome.tier === tier).length,
    fills: (node) => node.outcomes.filter(({ kind }) => kind === "fill").length,
    inL1: (node) =>
      until(async () => {
        const before = used.hits(node, "L1");
        await used.name(node);
        return used.hits(node, "L1") > before;
      }),
    lose: async (node, changes) => {
      for (let n = 1; n <= changes; n++) await used.rename(node, `lost ${n}`);
      await used.name(node);
    },
    renew: async () => {
      const store = await openSqliteStore({ file, registry, clock });
      const epoch = await store.renewEpoch();
      await store.close();
      return epoch;
    },
  };
  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "restorable-"));
    file = join(folder, "worlds.sqlite");
    shared = shareTier(redis.server, clock);
    const first = await used.open();
    await first.commands.worlds.create({ id: "w", name: "W" });
    await first.commands.members.create(character, { worldId: WORLD, id: "c", name: "kept" });
    await used.name(first);
    backup = backUp(file);
    return async () => {
      await used.closeAll();
      rmSync(folder, { recursive: true });
    };
  });
  return used;
}
