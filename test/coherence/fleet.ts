import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { readConfig } from "../../src/config.ts";
import { openStore } from "../../src/store/open.ts";
import { cachePolicies, createWorldRegistry } from "../../src/worlds/registry.ts";
import { poll } from "../support/poll.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import type { Logged } from "./history.ts";
import { createMember, type Member } from "./member.ts";
import { openWire, type Wire } from "./wire.ts";

/** T: short, so that a run sees many polls. */
const INTERVAL_MS = 200;

type Env = Readonly<Record<string, string>>;

/** Gateways on one store, and the Redis that they share, each behind a wire of its own. */
export interface Fleet {
  readonly members: readonly Member[];
  readonly redis: Shared | null;
  /** 3T, and what two clocks may differ by, in milliseconds. */
  readonly leaseMs: number;
  /** Resolves once each gateway has begun, and finished, this many polls from now on. */
  polls(count: number): Promise<void>;
  /** Whole logs, as the store has them; `env`: where another one is. */
  log(scopes: readonly string[], env?: Env): Promise<Logged[]>;
  /** A path for a file that goes with the fleet. */
  file(name: string): string;
  /** Starts another gateway on the same store, which shares no cache with anybody, unless `env` says otherwise. */
  add(name: string, env?: Env): Promise<Member>;
  close(): Promise<void>;
}

export interface Shared {
  /** The wire of each member. */
  readonly wires: readonly Wire[];
  /** What the wires lead to. */
  readonly current: RedisServer;
  /** Another one, that may be made a replica. */
  readonly spare: RedisServer;
  /** Lets the wires lead to the spare one. */
  swap(): void;
}

/**
 * Starts three gateways. `store`: where Neo4j is, as its settings have it; without it, a SQLite file of
 * their own. `redis`: whether they share one. `env`: more of their settings.
 */
export async function startFleet(options: {
  store?: Env;
  redis: boolean;
  /** T. */
  intervalMs?: number;
  env?: Env;
}): Promise<Fleet> {
  const { intervalMs = INTERVAL_MS } = options;
  const directory = await mkdtemp(join(tmpdir(), "coherence-fleet-"));
  const closing: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const store: Env = options.store ?? {
      STORE_PROVIDER: "sqlite",
      SQLITE_FILE: join(directory, "store.sqlite"),
    };
    const base: Env = { RELAY_INTERVAL_MS: String(intervalMs), ...store };
    const shared = options.redis ? await startShared(closing) : null;
    const members = ["g1", "g2", "g3"].map((name, index) =>
      createMember(name, {
        ...base,
        ...(shared && { CACHE_PROVIDER: "redis", REDIS_URL: shared.wires[index]!.url }),
        ...options.env,
      }),
    );
    for (const member of members) closing.push(() => member.kill());
    await Promise.all(members.map((member) => member.start()));

    return {
      members,
      redis: shared,
      leaseMs: 3 * intervalMs + 10,
      polls: async (count) => {
        await Promise.all(
          members.filter(({ state }) => state === "up").map((member) => polled(member, count)),
        );
      },
      log: async (scopes, env = {}) => {
        const registry = createWorldRegistry();
        const config = readConfig({ ...base, ...env, DEMO_WORLD: "false" }, { policies: cachePolicies() });
        const opened = await openStore(config.store, { registry, clock: systemClock });
        try {
          return (await Promise.all(scopes.map((scope) => wholeLog(opened, scope)))).flat();
        } finally {
          await opened.close();
        }
      },
      file: (name) => join(directory, name),
      add: async (name, env = {}) => {
        const member = createMember(name, { ...base, ...env });
        closing.push(() => member.kill());
        await member.start();
        return member;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startShared(closing: (() => Promise<unknown>)[]): Promise<Shared> {
  let current = await startRedis();
  closing.push(() => current.stop());
  let spare = await startRedis();
  closing.push(() => spare.stop());
  const wires: Wire[] = [];
  for (let count = 0; count < 3; count++) {
    const wire = await openWire(current.port);
    closing.push(() => wire.close());
    wires.push(wire);
  }
  return {
    wires,
    get current() {
      return current;
    },
    get spare() {
      return spare;
    },
    swap: () => {
      [current, spare] = [spare, current];
      for (const wire of wires) wire.point(current.port);
    },
  };
}

/** A poll that began later than another one is told by when it began. */
async function polled(member: Member, count: number): Promise<void> {
  let last = performance.now();
  // One more: a poll that has just begun isn't finished yet, and the next one begins when it is.
  for (let left = count + 1; left > 0; left--)
    await poll(`poll ${left} of ${member.name}`, async () => {
      const asked = performance.now();
      const ago = await member.lastPoll();
      if (ago === null || asked - ago <= last + 1) return false;
      last = asked - ago;
      return true;
    });
}

const PAGE = 500;

async function wholeLog(store: Awaited<ReturnType<typeof openStore>>, scope: string): Promise<Logged[]> {
  const found: Logged[] = [];
  for (;;) {
    const { entries } = await store.log(scope, found.length, PAGE);
    for (const { version, idempotencyKey } of entries) found.push({ scope, version, key: idempotencyKey });
    if (entries.length < PAGE) return found;
  }
}
