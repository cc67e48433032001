import type { Acknowledgement, Effect, Mode, Read, Write } from "./history.ts";
import type { Member } from "./member.ts";
import { commandOf, type Question } from "./operations.ts";

/** Sends operations to gateways, and records all that is needed to judge what they answer. */
export interface Recorder {
  /** Answers whether the gateway answered at all. */
  ask(member: Member, question: Question, mode: Mode): Promise<boolean>;
  /**
   * Sends a change, and sends it again, to whichever gateway `next` names, until one says what became of
   * it. A purge, which nothing protects from being made twice, is sent once.
   */
  tell(member: Member, effect: Effect, next: () => Promise<Member>): Promise<Write>;
  /** Resolves once this many more operations have been answered. */
  answers(count: number): Promise<void>;
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  /** Operations by what came of them. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Errors that no fault explains: everything has a store that answers. */
  readonly complaints: readonly string[];
}

/** What a client is told when its change is refused, and nothing was changed. */
const REFUSALS = new Set(["NOT_FOUND", "CONFLICT"]);
const MOST_TRIES = 30;

export function createRecorder(run: string): Recorder {
  const reads: Read[] = [];
  const writes: Write[] = [];
  const outcomes = new Map<string, number>();
  const complaints: string[] = [];
  const waiting = new Set<{ left: number; done: () => void }>();
  /** World → the highest version that anybody was told of. */
  const told = new Map<string, number>();
  let keys = 0;

  const count = (outcome: string) => {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    for (const waiter of waiting)
      if (--waiter.left <= 0) {
        waiting.delete(waiter);
        waiter.done();
      }
  };

  async function attempt(
    member: Member,
    effect: Effect,
    key: string | null,
  ): Promise<Acknowledgement | string | null> {
    const { life } = member;
    const command = commandOf(effect, key);
    const answer = await member.send(command.document, { input: command.input }).catch(() => null);
    const answered = performance.now();
    if (!answer) return null;
    const { data, errors, extensions } = answer;
    if (errors?.length) {
      const { extensions: { code = "" } = {}, message } = errors[0]!;
      if (REFUSALS.has(code)) return code;
      complaints.push(`${life} answered ${effect.kind} with ${code}: ${message}`);
      return null;
    }
    const { version } = data.answer;
    told.set(effect.world, Math.max(told.get(effect.world) ?? 0, version));
    const weak = !!extensions?.coherence?.degraded?.length;
    return { life, answered, version, weak, saw: command.sights(data.answer) };
  }

  return {
    ask: async (member, question, mode) => {
      const { life } = member;
      const minVersions = Object.fromEntries(
        mode === "min"
          ? question.scopes.flatMap((scope) => (told.has(scope) ? [[scope, told.get(scope)!]] : []))
          : [],
      );
      const headers = {
        ...(mode === "strict" && { "x-consistency": "strict" }),
        ...(mode === "min" && {
          "x-min-version": Object.entries(minVersions)
            .map(([scope, version]) => `${scope}=${version}`)
            .join(","),
        }),
      };
      const began = performance.now();
      const answer = await member.send(question.document, question.variables, headers).catch(() => null);
      const answered = performance.now();
      if (answer?.errors?.length)
        complaints.push(`${life} answered a ${mode} read with ${JSON.stringify(answer.errors[0])}`);
      else if (answer)
        reads.push({ life, mode, minVersions, began, answered, saw: question.sights(answer.data) });
      count(!answer ? "reads lost" : answer.errors?.length ? "reads refused" : `${mode} reads`);
      return !!answer;
    },

    tell: async (member, effect, next) => {
      const key = effect.kind === "purge" ? null : `${run}-${++keys}`;
      const began = performance.now();
      const acknowledged: Acknowledgement[] = [];
      let refused: string | null = null;
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const outcome = await attempt(tries === 0 ? member : await next(), effect, key);
        if (outcome === null && key !== null) continue;
        if (typeof outcome === "string") refused = outcome;
        else if (outcome) acknowledged.push(outcome);
        break;
      }
      count(refused ? "writes refused" : acknowledged.length === 0 ? "writes lost" : "writes");
      const write = { key, effect, began, acknowledged, refused };
      writes.push(write);
      return write;
    },

    answers: (wanted) => new Promise((done) => waiting.add({ left: wanted, done })),
    reads,
    writes,
    outcomes,
    complaints,
  };
}
