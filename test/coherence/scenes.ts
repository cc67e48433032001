import { poll } from "../support/poll.ts";
import { type History, WORLDS } from "./history.ts";
import type { Member } from "./member.ts";
import { askAll, askCharacter, askState, beginnings } from "./operations.ts";
import { createRecorder } from "./recorder.ts";
import { type Stage, WORLD, whileHeld } from "./stage.ts";
import { isApply, isFill } from "./wire.ts";

/** A race or a fault that is driven, so that a guard that is missing shows at once. */
export interface Scene {
  readonly name: string;
  /** The guards without which it shows what may not be shown. */
  readonly guards: readonly string[];
  /** Its own history, where the stage's doesn't tell. */
  play(stage: Stage): Promise<History | undefined>;
}

const A = askCharacter(WORLD, "a");
const B = askCharacter(WORLD, "b");
const D = askCharacter(WORLD, "d");
const PREFIX = `lw:world:{${WORLD.slice("world:".length)}}:`;
const RECENT = `${PREFIX}recent`;
const VER = `${PREFIX}ver`;

export const SCENES: readonly Scene[] = [
  {
    name: "a fill comes later than a change of what it fills",
    guards: ["a fill gives way to a change since", "L1 takes no value from below A"],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.purge();
      await stage.warm(g2, B);
      await lateFill(stage, async () => {
        const version = await stage.change(g1, "a");
        await heard(stage, version);
      });
      await stage.ask(g3, A, "strict");
      await stage.ask(g2, A, "strict");
      return undefined;
    },
  },
  {
    name: "a fill comes later than a change that nobody remembers",
    guards: ["without recent the fill floor is ver"],
    play: async (stage) => {
      const [g1, , g3] = stage.members;
      await stage.purge();
      await lateFill(stage, async () => {
        await stage.change(g1, "a");
        await stage.withRedis((redis) => redis.del(RECENT));
      });
      await stage.ask(g3, A, "strict");
      return undefined;
    },
  },
  {
    name: "a fill comes later than a change that was forgotten before the last one",
    guards: ["a floor rises when recent is made anew"],
    play: async (stage) => {
      const [g1, , g3] = stage.members;
      await stage.purge();
      await lateFill(stage, async () => {
        await stage.change(g1, "a");
        await stage.withRedis((redis) => redis.del(RECENT));
        await stage.change(g1, "b");
      });
      await stage.ask(g3, A, "strict");
      return undefined;
    },
  },
  {
    name: "a gateway's own change gets lost on its way to Redis",
    guards: ["M rises before the acknowledgement", "no tier is trusted below M"],
    play: async (stage) => {
      const [g1] = stage.members;
      await stage.warm(g1, A);
      await stage.changeUnheard(g1, "a");
      await stage.reconnected(g1);
      await stage.ask(g1, A);
      return undefined;
    },
  },
  {
    name: "a change follows one that got lost on its way to Redis",
    guards: ["a change that follows a gap is not applied"],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.ask(g3, A);
      await stage.changeUnheard(g1, "a");
      await stage.change(g2, "b");
      await stage.ask(g3, A, "strict");
      await stage.reconnected(g1);
      return undefined;
    },
  },
  {
    name: "a change comes to Redis later than the next one",
    guards: ["a change that was applied is not applied again"],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.ask(g3, A);
      const muted = stage.wires[2].mute();
      const hold = stage.wires[0].holdRequests(isApply);
      await whileHeld(hold, stage.change(g1, "a"), () => stage.change(g2, "a"));
      await stage.ask(g3, A, "strict");
      muted.disarm();
      return undefined;
    },
  },
  {
    name: "a notice is lost",
    guards: ["L1 answers only from the floor on", "a strict read asks for the version first"],
    play: async (stage) => {
      const [g1, g2] = stage.members;
      await stage.warm(g2, A);
      await lostNotice(stage, () => stage.change(g1, "a"));
      await stage.ask(g2, A, "strict");
      await stage.ask(g2, A, "min");
      // The next one shows what was missed.
      await heard(stage, await stage.change(g1, "b"));
      return undefined;
    },
  },
  {
    name: "a notice is lost, and the next one isn't",
    guards: ["a gap in the notices clears L1"],
    play: async (stage) => {
      const [g1, g2] = stage.members;
      await stage.warm(g2, A);
      await lostNotice(stage, () => stage.change(g1, "a"));
      await heard(stage, await stage.change(g1, "b"));
      await stage.ask(g2, A, "strict");
      return undefined;
    },
  },
  {
    name: "a world is made again",
    guards: ["values below the flush floor are misses"],
    play: async (stage) => {
      const [g1, , g3] = stage.members;
      await stage.ask(g3, A);
      await stage.write(g1, { world: WORLD, kind: "deleteWorld" });
      const [again, ...rest] = beginnings(WORLD, "again");
      await stage.write(g1, again!);
      await stage.ask(g3, A, "strict");
      for (const effect of rest) await stage.write(g1, effect);
      return undefined;
    },
  },
  {
    name: "Redis forgets how far it is after a change got lost",
    guards: ["a scope that is opened has floors"],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.ask(g3, A);
      await stage.changeUnheard(g1, "a");
      await stage.losing(async () => {
        await stage.withRedis((redis) => redis.del(VER));
        await stage.change(g2, "b");
      });
      await stage.ask(g3, A, "strict");
      await stage.reconnected(g1);
      return undefined;
    },
  },
  {
    name: "a change is made while the ones before it, which got lost, are being told",
    guards: [],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.ask(g3, D);
      for (const local of ["a", "b", "c"]) await stage.changeUnheard(g2, local);
      // g1 finds the gap, and is telling of the first one when it makes another change.
      let applied = 0;
      const first = stage.wires[0].holdReplies((request) => isApply(request) && ++applied === 2);
      const finding = stage.change(g1, "a");
      await first.caught;
      const telling = stage.wires[0].holdRequests(isApply);
      const changing = stage.change(g1, "d");
      await telling.caught;
      telling.release();
      first.release();
      await Promise.all([finding, changing]);
      await stage.ask(g3, D, "strict");
      await stage.reconnected(g2);
      return undefined;
    },
  },
  {
    name: "a client gives up, and asks another gateway, before Redis has heard of its change",
    guards: [],
    play: async (stage) => {
      const [g1, g2, g3] = stage.members;
      await stage.ask(g3, A);
      const hold = stage.wires[0].holdRequests(isApply);
      let sending: Promise<unknown> = Promise.resolve();
      const impatient: Member = {
        ...g1,
        life: g1.life,
        state: g1.state,
        send: async (...request) => {
          sending = g1.send(...request);
          await hold.caught;
          throw new Error("the client has given up");
        },
      };
      const effect = { world: WORLD, kind: "setFlag", key: "x", value: "given up" } as const;
      const { acknowledged } = await stage.recorder.tell(impatient, effect, async () => g2);
      await stage.ask(g3, askState(WORLD), "strict");
      hold.release();
      await sending;
      // No gateway has died, so this acknowledgement is worth as much as any.
      const history = await stage.history();
      const writes = history.writes.map((write) =>
        write.acknowledged === acknowledged
          ? { ...write, acknowledged: acknowledged.map((one) => ({ ...one, weak: false })) }
          : write,
      );
      return { ...history, writes };
    },
  },
  {
    name: "Redis held another store's world",
    guards: ["another store's value is none"],
    play: async (stage) => {
      const { fleet } = stage;
      for (const question of askAll(WORLD)) await stage.ask(stage.members[1], question);
      const elsewhere = { SQLITE_FILE: fleet.file("other.sqlite") };
      const recorder = createRecorder("o");
      const alone = await fleet.add("alone", elsewhere);
      for (const effect of beginnings(WORLD, "other")) await recorder.tell(alone, effect, async () => alone);
      const shares = await fleet.add("shares", {
        ...elsewhere,
        CACHE_PROVIDER: "redis",
        REDIS_URL: stage.wires[0].url,
        ...stage.env,
      });
      for (const question of askAll(WORLD)) await recorder.ask(shares, question, "strict");
      const log = await fleet.log([WORLD, WORLDS], elsewhere);
      return { ...recorder, log, losses: [], leaseMs: fleet.leaseMs, finals: [] };
    },
  },
];

/** Has g2 load A, and holds what it then offers to Redis until `meanwhile` is over. */
async function lateFill(stage: Stage, meanwhile: () => Promise<unknown>): Promise<void> {
  const hold = stage.wires[1].holdRequests(isFill);
  await whileHeld(hold, stage.ask(stage.members[1], A), meanwhile);
}

/** Resolves when g2 has heard of a version. */
async function heard(stage: Stage, version: number): Promise<void> {
  const { noticed } = stage.wires[1];
  await poll("the notice has come", async () => (noticed.get(`${PREFIX}notices`) ?? 0) >= version);
  // What it was sent before this is answered, it has read.
  await stage.members[1].send("{ __typename }", {});
}

async function lostNotice(stage: Stage, change: () => Promise<unknown>): Promise<void> {
  const muted = stage.wires[1].mute();
  await change();
  await poll("the notice is lost", async () => muted.hits > 0);
  muted.disarm();
}
