import { check, type Verdict } from "./checker.ts";
import type { Fault, Scene } from "./faults.ts";
import type { Fleet } from "./fleet.ts";
import { type History, type Mode, WORLDS } from "./history.ts";
import type { Member } from "./member.ts";
import { anyEffect, anyQuestion, askAll, askWorlds, beginnings, WORLD_IDS } from "./operations.ts";
import type { Random } from "./random.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { isApply, isFill } from "./wire.ts";

/** How many clients are at work at once. */
const CLIENTS = 8;
/** Of which at most so many may wait for a gateway that is stopped. */
const PATIENT = 2;
/** How many answers a fault lasts for, and at least how many follow it before the next. */
const DURING = 100;
const AFTER = 60;
/** A fault ends then in any case: those who wait for it answer nothing. */
const LONGEST_MS = 700;

/** How many of the fills and changes are late, and by how much at most. */
const LATE = 0.1;
const LATE_MS = 60;

export interface Outcome {
  readonly verdict: Verdict;
  /** Fault → how often it hit. */
  readonly hits: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly complaints: readonly string[];
}

/** Lets clients read and write while the faults happen one after the other, and judges what they saw. */
export async function play(fleet: Fleet, faults: readonly Fault[], random: Random): Promise<Outcome> {
  const recorder = createRecorder(`k${random.below(1e9)}`);
  const hits = new Map<string, number>();
  const losses: { from: number; to: number }[] = [];
  const crowd = gather(fleet, recorder, random.fork());
  const scene: Scene = {
    fleet,
    random: random.fork(),
    lasting: () => Promise.race([recorder.answers(DURING), after(LONGEST_MS)]),
  };
  await crowd.begin();
  // Some fills and changes come to Redis later than others, which is what guards are for.
  const dice = random.fork();
  for (const wire of fleet.redis?.wires ?? [])
    wire.slow((request) =>
      (isFill(request) || isApply(request)) && dice.next() < LATE ? dice.below(LATE_MS) : 0,
    );
  const done = crowd.work();
  try {
    for (const fault of faults) {
      await recorder.answers(AFTER);
      const from = performance.now();
      const hit = await fault.happen(scene);
      if (hit > 0) hits.set(fault.name, (hits.get(fault.name) ?? 0) + 1);
      if (!fault.loses) continue;
      await fleet.polls(3);
      losses.push({ from, to: performance.now() });
    }
    await recorder.answers(AFTER);
  } finally {
    crowd.dismiss();
    await done;
  }
  await fleet.polls(3);
  const verdict = check({
    reads: recorder.reads,
    writes: recorder.writes,
    log: await fleet.log([...WORLD_IDS, WORLDS]),
    losses,
    leaseMs: fleet.leaseMs,
    finals: await lookAround(fleet),
  });
  return { verdict, hits, outcomes: recorder.outcomes, complaints: recorder.complaints };
}

/** What everybody shows of everything, and a gateway that shares no cache with them. */
async function lookAround(fleet: Fleet): Promise<History["finals"]> {
  const finals: History["finals"][number][] = [];
  for (const member of [...fleet.members, await fleet.add("witness")])
    for (const question of [askWorlds(), ...WORLD_IDS.flatMap(askAll)]) {
      const { data, errors } = await member.send(question.document, question.variables);
      if (errors) throw new Error(`${member.name} answers in the end with ${JSON.stringify(errors)}`);
      finals.push({ by: member.name, saw: question.sights(data) });
    }
  return finals;
}

/** The clients. */
function gather(fleet: Fleet, recorder: Recorder, random: Random) {
  let open = true;
  let tokens = 0;
  const waitingFor = new Map<Member, number>();
  /** Each event has a moment of its own, in no order. */
  const moment = (of: Random) => Date.UTC(2000, 0, 1) + of.below(1e9) * 1_000 + (tokens % 1_000);
  const ready = () =>
    fleet.members.filter(
      (member) =>
        member.state === "up" || (member.state === "stopped" && (waitingFor.get(member) ?? 0) < PATIENT),
    );

  async function anybody(of: Random): Promise<Member> {
    for (;;) {
      const able = ready();
      if (able.length > 0) return of.pick(able);
      await after(10);
    }
  }

  async function at<T>(member: Member, work: () => Promise<T>): Promise<T> {
    waitingFor.set(member, (waitingFor.get(member) ?? 0) + 1);
    try {
      return await work();
    } finally {
      waitingFor.set(member, waitingFor.get(member)! - 1);
    }
  }

  async function create(world: string, of: Random): Promise<void> {
    for (const effect of beginnings(world, `t${++tokens}`))
      await recorder.tell(await anybody(of), effect, () => anybody(of));
  }

  async function client(of: Random): Promise<void> {
    while (open) {
      const member = await anybody(of);
      if (of.next() < 0.3) {
        const effect = anyEffect(of, `t${++tokens}`, moment(of));
        await at(member, () => recorder.tell(member, effect, () => anybody(of)));
        if (effect.kind === "deleteWorld") await create(effect.world, of);
      } else {
        const mode = of.weighted<Mode>([
          [6, "plain"],
          [2, "strict"],
          [2, "min"],
        ]);
        await at(member, () => recorder.ask(member, anyQuestion(of), mode));
      }
    }
  }

  return {
    begin: async () => {
      for (const world of WORLD_IDS) await create(world, random);
    },
    work: () => Promise.all(Array.from({ length: CLIENTS }, () => client(random.fork()))),
    dismiss: () => {
      open = false;
    },
  };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
