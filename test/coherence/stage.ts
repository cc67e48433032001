import type { Redis } from "ioredis";
import { poll } from "../support/poll.ts";
import { type Fleet, type Shared, startFleet } from "./fleet.ts";
import { type Effect, type History, type Mode, WORLDS, type Write } from "./history.ts";
import type { Member } from "./member.ts";
import { beginnings, type Question, WORLD_IDS } from "./operations.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { withClient } from "./redis-hand.ts";
import { type Hold, isApply, type Wire } from "./wire.ts";

/** The world that scenes play in. */
export const [WORLD] = WORLD_IDS;

/** Three gateways, between which things happen in an order that a scene decides. */
export interface Stage {
  readonly fleet: Fleet;
  /** The gateways' settings, such as a guard that is out. */
  readonly env: Readonly<Record<string, string>>;
  readonly recorder: Recorder;
  readonly members: readonly [Member, Member, Member];
  readonly wires: readonly [Wire, Wire, Wire];
  /** Another answer than an acknowledgement is an error, unless `lost` says that the cache can't be told. */
  write(member: Member, effect: Effect): Promise<Write>;
  /** Gives a character a new description. */
  change(member: Member, local: string): Promise<number>;
  /** As `change`, but Redis never hears of it. */
  changeUnheard(member: Member, local: string): Promise<number>;
  ask(member: Member, question: Question, mode?: Mode): Promise<void>;
  /** Asks until the gateway answers out of L1. */
  warm(member: Member, question: Question): Promise<void>;
  /** Resolves when the gateway has found Redis again. */
  reconnected(member: Member): Promise<void>;
  /** What is done to Redis itself. */
  withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  /** Empties the caches of the world. */
  purge(): Promise<void>;
  /** Notes that Redis loses data while `work` goes on. */
  losing<T>(work: () => Promise<T>): Promise<T>;
  /** Begins a scene: its reads alone are judged. */
  begin(): void;
  history(): Promise<History>;
  close(): Promise<void>;
}

/** Longer than any scene lasts: nothing is put right by a poll. */
const INTERVAL_MS = 30_000;
/** Nor does a gateway give up what a scene holds back for a moment. */
const PATIENCE_MS = 4_000;

/** `env`: more of the gateways' settings. */
export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const fleet = await startFleet({
    redis: true,
    intervalMs: INTERVAL_MS,
    env: { CACHE_TIMEOUT_MS: String(PATIENCE_MS), ...env },
  });
  const recorder = createRecorder("s");
  const members = fleet.members as unknown as Stage["members"];
  const shared = fleet.redis as Shared;
  const wires = shared.wires as unknown as Stage["wires"];
  const losses: { from: number; to: number }[] = [];
  let tokens = 0;
  let begun = 0;

  const stage: Stage = {
    fleet,
    env,
    recorder,
    members,
    wires,
    write: async (member, effect) => {
      const write = await recorder.tell(member, effect, async () => member);
      if (write.acknowledged.length === 0)
        throw new Error(
          `${effect.kind} was not acknowledged: ${write.refused ?? recorder.complaints.at(-1)}`,
        );
      return write;
    },
    change: async (member, local) => {
      const write = await stage.write(member, {
        world: WORLD,
        kind: "updateCharacter",
        local,
        language: "en",
        description: `s${++tokens}`,
      });
      return write.acknowledged[0]!.version;
    },
    changeUnheard: async (member, local) => {
      const hold = wires[members.indexOf(member)]!.holdRequests(isApply);
      const changing = stage.change(member, local);
      // Where the connection is away already, Redis hears of nothing anyway.
      await Promise.race([hold.caught, changing]);
      hold.release({ cut: true });
      return changing;
    },
    ask: async (member, question, mode = "plain") => {
      if (!(await recorder.ask(member, question, mode))) throw new Error(`${member.name} didn't answer`);
    },
    warm: (member, question) =>
      poll(`L1 of ${member.name}`, async () => {
        const before = await localHits(member);
        await stage.ask(member, question);
        return (await localHits(member)) > before;
      }),
    reconnected: (member) =>
      poll(`Redis, as ${member.name} sees it`, async () => {
        const shared = (await tiersOf(member)).find(({ tier }) => tier === "L2");
        return typeof shared?.entries === "number";
      }),
    withRedis: (work) => withClient(shared.current, work),
    purge: async () => void (await stage.write(members[0], { world: WORLD, kind: "purge" })),
    losing: async (work) => {
      const from = performance.now();
      const result = await work();
      losses.push({ from, to: performance.now() });
      return result;
    },
    begin: () => {
      begun = recorder.reads.length;
    },
    history: async () => ({
      reads: recorder.reads.slice(begun),
      writes: recorder.writes,
      log: await fleet.log([WORLD, WORLDS]),
      losses,
      leaseMs: fleet.leaseMs,
      finals: [],
    }),
    close: fleet.close,
  };

  try {
    for (const effect of beginnings(WORLD, "s")) await stage.write(members[0], effect);
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}

interface TierStatus {
  readonly tier: string;
  /** Null where the tier can't be reached. */
  readonly entries: number | null;
  readonly counters: readonly { readonly hits: number }[];
}

async function tiersOf(member: Member): Promise<readonly TierStatus[]> {
  const { data } = await member.send("{ cache { tiers { tier entries counters { hits } } } }", {});
  return data.cache.tiers;
}

async function localHits(member: Member): Promise<number> {
  const local = (await tiersOf(member)).find(({ tier }) => tier === "L1");
  return local!.counters.reduce((sum, { hits }) => sum + hits, 0);
}

/** What a gateway has sent for is held on its way until `meanwhile` is over. */
export async function whileHeld(hold: Hold, sending: Promise<unknown>, meanwhile: () => Promise<unknown>) {
  await hold.caught;
  await meanwhile();
  hold.release();
  await sending;
}
