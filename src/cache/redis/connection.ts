import type { Redis } from "ioredis";
import type { Clock } from "../../clock.ts";
import type { TierEvent } from "../provider.ts";
import { TRIAL_MS } from "./breaker.ts";
import { factsOf, refusalOf, type ServerFacts, tellAdvice } from "./check.ts";
import { type Address, exposureOf, nodeName, shownAddress } from "./client-options.ts";
import { createCommandExecutor, type ExecuteCommands } from "./command-executor.ts";
import { commandsOver } from "./commands.ts";
import { answersOf, type Link, linkTo } from "./link.ts";
import {
  connectionProblem,
  isReplica,
  problemOf,
  RedisFault,
  type RedisProblem,
  redisError,
  unreachable,
} from "./problems.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import { createServerClocks } from "./server-clock.ts";
import type { RedisConfig } from "./settings.ts";
import { createTimeout } from "./timeout.ts";

/** The way to Redis: its clients, the deadline, the breaker, and what is said of outages. */
export interface RedisConnections {
  readonly config: RedisConfig;
  /** Without user and password. */
  readonly address: string;
  /** Resolves once Redis is used, or it is clear that it can't be yet; after a second at the latest. */
  readonly settled: Promise<void>;
  readonly run: ExecuteCommands;
  /** As `run`, with each of a cluster's masters, or the server, past the breaker: what those say that answer. */
  ask<T>(work: (master: Redis) => Promise<T>): Promise<T[]>;
  /** What the masters that answer say of themselves, past the breaker. */
  facts(): Promise<ServerFacts[]>;
  /** How far the clock of the node that serves a scope is ahead of this process's, in milliseconds. */
  ahead(scope: string): number;
  /** The node that serves a scope; "" for a single server. */
  nodeOf(scope: string): string;
  /** Where the scope's notices are published. */
  homeOf(scope: string): Address;
  /** A cluster isn't what it was, so it is looked at again. */
  suspect(): void;
  /** Whether commands are let through, open breakers aside. */
  usable(): boolean;
  /** Whether commands are let through to every node. */
  healthy(): boolean;
  /** Connections for commands, the one that looks around in a cluster included. */
  opened(): number;
  /** Counts other connections, for the bound and for whoever asks. */
  countWith(opened: () => number): void;
  readonly reporter: Pick<Reporter, "say" | "unsay" | "warnings">;
  /** Ends all connections; what runs then is rejected. */
  close(): void;
}

/** Begins to connect and doesn't wait for it; whatever is wrong is told to `onEvent`, with what to change. */
export function openRedis(
  config: RedisConfig,
  options: { clock: Clock; onEvent: (event: TierEvent) => void },
): RedisConnections {
  const { clock } = options;
  const address = shownAddress(config);
  const asCluster = config.clusterNodes.length > 0;
  const reporter = createReporter({ clock, address, onEvent: options.onEvent });
  const withTimeout = createTimeout(config.commandTimeoutMs);
  const clocks = createServerClocks();
  const others: (() => number)[] = [];
  const closing = new AbortController();
  let link: Link | null = null;
  let usable = false;
  let used = false;
  let examination = 0;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    const late = setTimeout(resolve, 1_000);
    settle = () => {
      clearTimeout(late);
      resolve();
    };
  });

  const executor = createCommandExecutor({
    config,
    clock,
    address,
    reporter,
    onEvent: options.onEvent,
    link: () => (usable ? link : null),
    lookElsewhere,
  });

  function fail(problem: RedisProblem): void {
    usable = false;
    if (!closing.signal.aborted) reporter.failed(problem);
    settle();
  }

  function lost(problem: RedisProblem): void {
    examination++;
    fail(problem);
  }

  /** The address leads to a replica now; a new connection may find the master. */
  function lookElsewhere(error: unknown): never {
    if (isReplica(error) && !asCluster) reconnect(problemOf(error, address));
    throw error;
  }

  /** Why this program itself ended the connection: then its end says nothing more. */
  let reason: RedisProblem | null = null;
  function reconnect(because: RedisProblem | null): void {
    reason = because;
    link!.reconnect();
  }

  /** Asks a server what it is, and what its clock says. */
  async function look(master: Redis): Promise<ServerFacts> {
    const began = clock.now();
    const facts = await factsOf(master);
    const { host = "", port = 0 } = master.options;
    if (facts.time !== null)
      clocks.learn(asCluster ? nodeName({ host, port }) : "", facts.time, began, clock.now());
    return facts;
  }

  /** What a new connection leads to is judged before it is used, as often as it has to be. */
  async function examine(): Promise<void> {
    const mine = ++examination;
    const isOver = () => closing.signal.aborted || mine !== examination;
    while (!isOver()) {
      try {
        const servers = await answersOf(link!.masters(), look);
        const refusal = servers.map((facts) => refusalOf(facts, address, asCluster)).find(Boolean);
        if (isOver()) return;
        if (refusal) return fail(refusal);
        await answersOf(link!.masters(), (master) => commandsOver(master).tryOut("worlds", "anywhere"));
        // Whoever mustn't do this sends them when they are needed.
        await answersOf(link!.masters(), (master) => commandsOver(master).load()).catch(() => {});
        if (isOver()) return;
        return use(servers);
      } catch (error) {
        if (isOver()) return;
        const problem = problemOf(error, address) ?? unreachable(error, address);
        fail(problem);
        // Another connection would be told the same.
        const refused = problem.kind === "rights" || problem.kind === "state";
        if (!refused) return reconnect(problem);
        await clock.sleep(TRIAL_MS, closing.signal).catch(() => {});
        if (!isOver() && isReplica(error) && !asCluster) return reconnect(problem);
      }
    }
  }

  function use(servers: readonly ServerFacts[]): void {
    usable = true;
    executor.reset();
    reporter.recovered();
    const { version } = servers[0]!;
    reporter.say("use", { level: "info", message: `using Redis at ${address}`, facts: { address, version } });
    if (!used) warnOfExposure();
    used = true;
    reason = null;
    tellAdvice(reporter, servers, address);
    settle();
  }

  function warnOfExposure(): void {
    const missing = exposureOf(config);
    if (!missing) return;
    const message = `Redis at ${address} is beyond this machine and is used without ${missing}: see that nobody else reaches it, or set REDIS_PASSWORD and a REDIS_URL that begins with rediss://`;
    options.onEvent({ level: "warn", message, facts: { address } });
  }

  try {
    link = linkTo(config, {
      onReady: () => void examine(),
      onFailure: (error) =>
        lost(
          (error === null && reason) ||
            connectionProblem(error, { where: address, overTls: config.url.startsWith("rediss:"), used }),
        ),
      onRetry: reporter.retrying,
      onMasters: (count) => {
        // For each a connection for commands and one for notices, and one that looks who is master.
        const needed = 2 * count + 1;
        if (needed <= config.maxConnections) return true;
        const line = `the cluster at ${address} has ${count} masters, which takes ${needed} connections: set REDIS_MAX_CONNECTIONS to at least that`;
        lost({ kind: "connections", line });
        return false;
      },
    });
  } catch (error) {
    const { message } = redisError(error);
    fail({
      kind: "tls",
      line: `can't read the authority of Redis's certificate: set REDIS_CA_FILE (${message})`,
    });
  }

  const ask: RedisConnections["ask"] = async (work) => {
    if (!usable) throw new RedisFault("unavailable", "Redis can't be reached");
    try {
      return await withTimeout(() => answersOf(link!.masters(), work));
    } catch (error) {
      throw new RedisFault("unavailable", redisError(error).message);
    }
  };

  return {
    config,
    address,
    settled,
    run: executor.run,
    ask,
    facts: () => ask(look),
    ahead: (scope) => clocks.ahead(link?.nodeOf(scope) ?? ""),
    nodeOf: (scope) => link?.nodeOf(scope) ?? "",
    homeOf: (scope) => link!.homeOf(scope),
    suspect: () => link?.suspect(),
    usable: () => usable,
    healthy: () => usable && executor.unhindered(),
    opened: () =>
      (link?.opened() ?? 0) + (asCluster ? 1 : 0) + others.reduce((sum, count) => sum + count(), 0),
    countWith: (opened) => void others.push(opened),
    reporter,
    close: () => {
      closing.abort();
      usable = false;
      settle();
      executor.reset();
      link?.close();
    },
  };
}
