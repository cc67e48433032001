import type { Fleet } from "./fleet.ts";
import type { Random } from "./random.ts";

/** Something that goes wrong while clients are at work. */
export interface Fault {
  readonly name: string;
  /** Whether the shared cache may lose data, or can't be reached by anybody. */
  readonly loses: boolean;
  /** Resolves when it is over, with how often it took effect: 0, and it came to nothing. */
  happen(scene: Scene): Promise<number>;
}

export interface Scene {
  readonly fleet: Fleet;
  readonly random: Random;
  /** Resolves when the fault has lasted long enough. */
  lasting(): Promise<void>;
}

const gatewayKilled: Fault = {
  name: "gateway killed",
  loses: false,
  happen: async ({ fleet, random, lasting }) => {
    const member = random.pick(fleet.members);
    await member.kill();
    await lasting();
    await member.start();
    return 1;
  },
};

const gatewayStopped: Fault = {
  name: "gateway stopped",
  loses: false,
  happen: async ({ fleet, random, lasting }) => {
    const member = random.pick(fleet.members);
    member.stop();
    await lasting();
    member.resume();
    return 1;
  },
};

/** Those that need no Redis. */
export const GATEWAY_FAULTS: readonly Fault[] = [gatewayKilled, gatewayStopped];
