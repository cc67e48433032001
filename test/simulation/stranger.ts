import type { RedisCommands } from "../../src/cache/redis/commands.ts";
import { answered } from "../../src/cache/redis/problems.ts";
import { createRedisTier } from "../../src/cache/redis/redis-tier.ts";
import type { Tier } from "../../src/cache/tier.ts";
import type { Slot } from "../../src/entities/slots.ts";
import type { Random } from "../coherence/random.ts";
import { RELEASES } from "./definitions.ts";
import { readsOf } from "./reads.ts";
import { connectionsOver, type RedisNode } from "./redis-node.ts";
import { SCOPES } from "./targets.ts";

/** A gateway of another store on the same Redis, with worlds of the same names: everything it does is done at once. */
export interface Stranger {
  disturb(): void;
}

/** Far above what a life's own store gets to. */
const VERSION = 1_000;

export function createStranger(node: RedisNode, random: Random): Stranger {
  let tier: Tier | null = null;
  let version = VERSION;

  async function take(scope: string): Promise<void> {
    tier ??= tierOf(node, random);
    version++;
    await tier.open(scope, version, { anew: true });
    const values = readsOf(RELEASES.long[0])
      .cached.filter(({ slot }) => slot.scope === scope && random.chance(0.7))
      .map(({ slot }) => ({ slot, value: strangeValue(slot, version) }));
    await tier.fill(scope, { fence: version, version, values });
  }

  return {
    disturb: () => {
      for (const scope of SCOPES) if (random.chance(0.7)) void take(scope);
    },
  };
}

/** What no store of a life has. */
function strangeValue({ type, key }: Slot, version: number): unknown {
  if (type === "WorldState") return { version: -version, counts: {}, latest: {} };
  if (key === "flags") return [{ note: "strange" }];
  if (type.includes(".")) return { entries: [{ id: "strange", sort: "" }], more: false, total: 1 };
  return { __typename: type, note: "-1" };
}

function tierOf(node: RedisNode, random: Random): Tier {
  const { commands: server } = node.redis;
  const asked =
    <A extends unknown[], T>(command: (...args: A) => T) =>
    async (...args: A): Promise<T> => {
      try {
        return command(...args);
      } catch (error) {
        throw answered(error);
      }
    };
  const commands: RedisCommands = {
    mget: asked(server.mget),
    open: asked(server.open),
    fill: asked(server.fill),
    applyEntry: asked(server.applyEntry),
    applyWhenFull: asked(server.applyWhenFull),
    load: async () => {},
    tryOut: async () => {},
  };
  return createRedisTier({
    connections: connectionsOver(commands, 0),
    bus: { ...SILENCE },
    clock: { now: () => 1_767_225_600_000, sleep: async () => {} },
    epoch: () => "another-store",
    untimed: ["flags"],
    random: random.next,
    onGarbage: () => {},
  });
}

const SILENCE = {
  subscribe: async () => {},
  unsubscribe: () => {},
  connected: () => true,
  listen: () => {},
  close: () => {},
};
