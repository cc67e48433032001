import type { Clock } from "../../clock.ts";
import type { TierEvent } from "../provider.ts";
import type { RedisProblem } from "./problems.ts";

/** Tells of outages: once when one begins, once when it ends, and of attempts in between at debug. */
export interface Reporter {
  /** `part`: the node that fails; "": all of Redis. */
  failed(problem: RedisProblem, part?: string): void;
  retrying(attempt: number): void;
  /** Does nothing where no outage was told of. */
  recovered(part?: string): void;
  /** Says a line once, until it is unsaid or another one takes its place under the same topic. */
  say(topic: string, event: TierEvent): void;
  unsay(topic: string): void;
  /** What was told of and still holds: outages, and lines at warn. */
  warnings(): string[];
}

export function createReporter(options: {
  clock: Clock;
  address: string;
  onEvent: (event: TierEvent) => void;
}): Reporter {
  const { clock, address, onEvent } = options;
  const outages = new Map<string, Outage>();
  const topics = new Map<string, TierEvent>();
  return {
    failed: ({ kind, line }, part = "") => {
      const outage = outages.get(part) ?? { since: clock.now(), attempts: 0, kinds: new Set(), line };
      outages.set(part, outage);
      // Whoever looks now wants to know what is wrong now.
      outage.line = line;
      // That it can't be reached is no news of a server that was lost, nor that it still is slow.
      const group = kind === "slow" || kind === "state" ? "unreachable" : kind;
      if (outage.kinds.has(group)) return;
      outage.kinds.add(group);
      onEvent({ level: "error", message: line, facts: { address: part || address, problem: kind } });
    },
    retrying: (attempt) => {
      const outage = outages.get("");
      if (outage) outage.attempts = attempt;
      onEvent({ level: "debug", message: "connecting to Redis again", facts: { address, attempt } });
    },
    recovered: (part = "") => {
      const outage = outages.get(part);
      if (!outage) return;
      outages.delete(part);
      const { since, attempts } = outage;
      const facts = { address: part || address, attempts, seconds: (clock.now() - since) / 1000 };
      onEvent({ level: "info", message: `Redis at ${part || address} answers again`, facts });
    },
    say: (topic, event) => {
      if (topics.get(topic)?.message === event.message) return;
      topics.set(topic, event);
      onEvent(event);
    },
    unsay: (topic) => void topics.delete(topic),
    warnings: () => [
      ...[...outages.values()].map(({ line }) => line),
      ...[...topics.values()].filter(({ level }) => level === "warn").map(({ message }) => message),
    ],
  };
}

interface Outage {
  readonly since: number;
  attempts: number;
  readonly kinds: Set<string>;
  line: string;
}
