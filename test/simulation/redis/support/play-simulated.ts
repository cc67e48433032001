import type { SimulatedRedis } from "../simulated-redis.ts";
import { type Step, UNIT } from "./made-up-steps.ts";
import { inOrder, type Outcome } from "./outcome.ts";

/** Plays on the simulated Redis, whose time is `time`. */
export function playSimulated(step: Step, redis: SimulatedRedis, time: { now: number }): Outcome {
  return {
    answer: answerTo(step, redis, time),
    items: inOrder([...redis.keys()].map((key) => itemAt(key, redis, time))),
  };
}

function answerTo(step: Step, redis: SimulatedRedis, time: { now: number }): unknown {
  switch (step.kind) {
    case "script":
      try {
        return toTexts(redis.commands[step.name](...step.args));
      } catch (error) {
        if ((error as Error).name === "ReplyError") return `refused: ${(error as Error).message}`;
        throw error;
      }
    case "tryOut":
      redis.commands.tryOut(step.scope);
      return "OK";
    case "mget":
      return redis.commands.mget(...step.keys);
    case "put":
      redis.put(step.key, step.garbage);
      return null;
    case "drop":
      redis.drop(step.key);
      return null;
    case "age":
      time.now += step.ms;
      return null;
    case "full":
      redis.full = step.full;
      return null;
  }
}

function toTexts(answer: readonly (string | number | undefined)[]): unknown {
  return answer.map((one) => (typeof one === "number" ? String(one) : one));
}

function itemAt(key: string, redis: SimulatedRedis, { now }: { now: number }): Outcome["items"][number] {
  const item = redis.item(key)!;
  const units = item.until === Number.POSITIVE_INFINITY ? null : Math.ceil((item.until - now) / UNIT);
  const { type } = item;
  return {
    key,
    type,
    units,
    value: type === "string" ? item.value : type === "zset" ? ranked(item.scores) : "",
  };
}

/** By score, and by bytes where it is the same. */
function ranked(scores: ReadonlyMap<string, number>): string {
  return [...scores]
    .sort((one, other) => one[1] - other[1] || Buffer.compare(Buffer.from(one[0]), Buffer.from(other[0])))
    .flat()
    .join(" ");
}
