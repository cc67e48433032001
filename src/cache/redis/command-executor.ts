import type { Clock } from "../../clock.ts";
import type { TierEvent } from "../provider.ts";
import { createBreaker } from "./breaker.ts";
import type { RedisCommands } from "./commands.ts";
import type { Link } from "./link.ts";
import { answered, concernsScope, problemOf, RedisFault } from "./problems.ts";
import { createQueues } from "./queues.ts";
import type { Reporter } from "./reporter.ts";
import { createScopeBreaker } from "./scope-breaker.ts";
import type { RedisConfig } from "./settings.ts";
import { createTimeout } from "./timeout.ts";

/**
 * Runs commands on the node that serves a scope. Rejects with a RedisFault (UNAVAILABLE) where they didn't
 * reach the server or it didn't answer in time, and with an Error where that is what it answered. `many`: the work is
 * about other scopes of that node too, so that the scope's own troubles don't count.
 */
export type ExecuteCommands = <T>(
  scope: string,
  work: (commands: RedisCommands) => Promise<T>,
  options?: { readonly many?: boolean },
) => Promise<T>;

/** Lets commands through to nodes that answer, and of scopes that don't keep these from answering. */
export interface CommandExecutor {
  readonly run: ExecuteCommands;
  /** Whether all nodes answer. */
  unhindered(): boolean;
  /** All of them do, as is known from elsewhere, or nobody asks any more. */
  reset(): void;
}

export function createCommandExecutor(options: {
  config: RedisConfig;
  clock: Clock;
  /** Without user and password. */
  address: string;
  reporter: Reporter;
  onEvent: (event: TierEvent) => void;
  /** Null while Redis isn't used. */
  link: () => Link | null;
  /** Told why a trial failed, which it throws. */
  lookElsewhere: (error: unknown) => never;
}): CommandExecutor {
  const { config, clock, address, reporter, link, lookElsewhere } = options;
  const asCluster = config.clusterNodes.length > 0;
  const withTimeout = createTimeout(config.commandTimeoutMs);

  const breaker = createBreaker({
    clock,
    trial: async (scope, onLate) => {
      // What a new connection leads to is tried by `examine`.
      const to = link();
      if (!to) throw new RedisFault("unavailable", "Redis can't be reached");
      const tried = to.commands.tryOut(scope).catch((error) => {
        // The node has answered, and serves other scopes.
        if (!concernsScope(error, asCluster)) throw error;
      });
      tried.then(onLate, () => {});
      await withTimeout(() => tried).catch(lookElsewhere);
    },
    onClosed: (node) => {
      if (link()) reporter.recovered(node);
    },
    onFailed: (node, error) => {
      // That there is no connection is told of where it ended.
      const problem = error instanceof RedisFault ? null : problemOf(error, node || address);
      if (problem && (node || problem.kind !== "unreachable")) reporter.failed(problem, node);
    },
  });

  const queues = createQueues();
  const scopeBreaker = createScopeBreaker({
    clock,
    deadlineMs: config.commandTimeoutMs,
    onFailing: (scope) => {
      const message = `Redis at ${address} doesn't serve ${scope}, whose keys or slot can't be had there; the store answers for it`;
      reporter.say("scopes", { level: "warn", message, facts: { address, scope } });
    },
    onWell: () => {
      reporter.unsay("scopes");
      const message = `Redis at ${address} serves all worlds again`;
      options.onEvent({ level: "info", message, facts: { address } });
    },
  });

  const run: ExecuteCommands = async (scope, work, { many = false } = {}) => {
    const to = link();
    if (!to) throw new RedisFault("unavailable", "Redis can't be reached");
    const node = to.nodeOf(scope);
    if (breaker.isOpen(node)) throw new RedisFault("unavailable", "Redis doesn't answer");
    if (!many && !scopeBreaker.admits(scope)) throw notServed();
    const ticket = queues.enter(node);
    const leave = (wasAnswered: boolean) => queues.leave(node, ticket, wasAnswered);
    try {
      const value = await withTimeout(() => {
        const working = work(to.commands);
        working.then(
          () => leave(true),
          () => leave(false),
        );
        return working;
      });
      if (!many) scopeBreaker.answered(scope);
      return value;
    } catch (error) {
      if (concernsScope(error, asCluster)) {
        if (!many) scopeBreaker.failed(scope);
        to.suspect();
        throw notServed();
      }
      const problem = problemOf(error, node || address);
      if (!problem) {
        if (!many) scopeBreaker.answered(scope);
        throw answered(error);
      }
      const slow = problem.kind === "slow";
      if (slow && !many && (ticket.overtaken || queues.isFirst(node, ticket))) scopeBreaker.slow(scope);
      // A node that has answered what came later is well.
      if (link() && !breaker.isOpen(node) && !(slow && ticket.overtaken)) {
        breaker.open(node, scope);
        // Of a single server's connection its own end tells more.
        if (node || problem.kind !== "unreachable") reporter.failed(problem, node);
        to.suspect();
      }
      if (slow) throw new RedisFault("slow", "Redis doesn't answer in time");
      throw new RedisFault("unavailable", "Redis can't be used");
    }
  };

  return { run, unhindered: breaker.isClosed, reset: breaker.reset };
}

function notServed(): RedisFault {
  return new RedisFault("unavailable", "Redis doesn't serve this scope");
}
