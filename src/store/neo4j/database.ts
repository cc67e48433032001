import { setTimeout as pause } from "node:timers/promises";
import neo4j, { type Session as DriverSession } from "neo4j-driver";
import { unavailable } from "../../fault.ts";
import { createDeadline, type Deadline, TOO_LATE } from "./deadline.ts";
import { isAmbiguous, isTransient } from "./failures.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import type { Neo4jConfig } from "./settings.ts";

/**
 * A Neo4j database through the driver's pool. Every call ends within the deadline, whatever the server
 * does: what it was waiting for is left behind. All of them go to the leader (protocol line 13).
 */
export interface Database {
  /** The server's name and version: `Neo4j/5.26.28`. Tried once, so that what is wrong is known at once. */
  agent(): Promise<string>;
  /** Runs `work`, which keeps nothing, and again after a transient failure. */
  look<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction and commits what it wrote, and again after a transient failure. */
  commit<T>(work: (transaction: Transaction) => Promise<T>, options?: CommitOptions<T>): Promise<T>;
  close(): Promise<void>;
}

export interface CommitOptions<T> {
  /** Those that name the same thing here follow one another in the order of the calls. */
  readonly queue?: readonly string[];
  /**
   * Says whether a commit that got no answer was made. Without it `work` may be done twice, and has to be
   * something that makes no difference then.
   */
  readonly settle?: (transaction: Transaction, value: T) => Promise<boolean>;
}

/** What follows in one session sees all that was committed when the one before it ended. */
export interface Session {
  /** A statement that is a transaction of its own. */
  readonly run: RunQuery;
  /** A transaction that is never committed; the one before it is over. */
  begin(): Transaction;
}

export interface Transaction {
  /**
   * Statements go to the server in the order of the calls, without waiting for one another's answers, and
   * are carried out in that order.
   */
  readonly run: RunQuery;
  /** As `run`; the transaction has something to commit. */
  readonly write: RunQuery;
  /** Undoes everything and gives the locks back. */
  rollback(): Promise<void>;
}

export type RunQuery = <R = Record<string, unknown>>(
  statement: string,
  parameters?: Readonly<Record<string, unknown>>,
) => Promise<R[]>;

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;
const ALL = -1;

/**
 * Nothing is connected yet. `timeoutMs` bounds every call; `failureOf` says what a caller is told of what the
 * driver reports.
 */
export function createDatabase(
  config: Neo4jConfig & { readonly timeoutMs: number },
  failureOf: (error: unknown) => unknown,
): Database {
  const { timeoutMs } = config;
  const connect = () =>
    neo4j.driver(
      config.uri,
      config.password === ""
        ? { scheme: "none", credentials: "" }
        : neo4j.auth.basic(config.user, config.password),
      {
        disableLosslessIntegers: true,
        maxConnectionPoolSize: config.maxConnections,
        connectionAcquisitionTimeout: timeoutMs,
        connectionTimeout: timeoutMs,
        telemetryDisabled: true,
        userAgent: "living-worlds-gateway",
      },
    );
  let driver = connect();
  /** Sessions of this driver whose connections wait for an answer that nobody waits for any more. */
  let stuck = 0;
  const mutex = createKeyedMutex();
  let closed = false;

  const openSession = () =>
    driver.session({
      ...(config.database && { database: config.database }),
      defaultAccessMode: neo4j.session.WRITE,
      fetchSize: ALL,
    });

  /** Tries until it succeeds, fails for good, or the time is up. */
  async function persist<T>(
    attempt: Attempt<T>,
    options: { queue?: readonly string[]; tries?: number } = {},
  ) {
    const { queue = [], tries = Number.POSITIVE_INFINITY } = options;
    if (closed) throw unavailable("the store is closed");
    const deadline = createDeadline(timeoutMs);
    try {
      const work = () => keepTrying(attempt, deadline, tries);
      return await deadline.race(queue.length > 0 ? mutex(queue, work) : work());
    } catch (error) {
      throw failureOf(error);
    } finally {
      deadline.clear();
    }
  }

  async function keepTrying<T>(attempt: Attempt<T>, deadline: Deadline, tries: number): Promise<T> {
    let tried = 0;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (deadline.over()) throw unavailable(TOO_LATE);
      const session = openSession();
      const leave = watch(deadline);
      try {
        return await attempt(session, deadline);
      } catch (error) {
        tried++;
        const again = isTransient(error) || isAmbiguous(error);
        if (!again || tried >= tries || deadline.left() <= wait) throw error;
      } finally {
        // It gives its connection back when the server has answered; nobody waits for that.
        void session.close().then(leave, leave);
      }
      await pause(wait * (0.5 + Math.random()));
    }
  }

  /**
   * A connection whose other end went away without a word stays with its session for many minutes. When that
   * is so of half of them, a new driver takes over, and the old one keeps the dead ones to itself.
   */
  function watch(deadline: Deadline): () => void {
    const mine = driver;
    let late = false;
    deadline.onOver(() => {
      if (mine !== driver) return;
      late = true;
      stuck++;
      if (stuck * 2 < config.maxConnections || closed) return;
      stuck = 0;
      driver = connect();
      mine.close().catch(() => {});
    });
    return () => {
      deadline.onOver(null);
      if (late && mine === driver) stuck--;
    };
  }

  return {
    agent: () =>
      persist(async (session) => (await session.run("RETURN 1")).summary.server.agent ?? "", { tries: 1 }),

    look: (work) =>
      persist((session, deadline) =>
        work({
          run: runner((statement, parameters) =>
            session.run(statement, parameters, { timeout: deadline.left() }),
          ),
          begin: () => begin(session, deadline),
        }),
      ),

    commit: (work, { queue, settle } = {}) => {
      let unsure: { value: Awaited<ReturnType<typeof work>> } | null = null;
      return persist(
        async (session, deadline) => {
          if (unsure && settle) {
            const look = begin(session, deadline);
            const made = await settle(look, unsure.value);
            await look.rollback();
            if (made) return unsure.value;
          }
          unsure = null;
          const transaction = begin(session, deadline);
          const value = await work(transaction);
          if (!transaction.wrote()) return value;
          try {
            await transaction.commit();
          } catch (error) {
            if (isAmbiguous(error)) unsure = { value };
            throw error;
          }
          return value;
        },
        { queue },
      );
    },

    close: async () => {
      if (closed) return;
      closed = true;
      // A server that is silent isn't waited for.
      const deadline = createDeadline(timeoutMs);
      await deadline.race(driver.close()).catch(() => {});
      deadline.clear();
    },
  };
}

type Attempt<T> = (session: DriverSession, deadline: Deadline) => Promise<T>;

function begin(session: DriverSession, deadline: Deadline) {
  const transaction = session.beginTransaction({ timeout: deadline.left() });
  // Its failure is that of its statements too.
  transaction.catch(() => {});
  const run = runner((statement, parameters) => transaction.run(statement, parameters));
  let wrote = false;
  return {
    run,
    write: ((statement, parameters) => {
      wrote = true;
      return run(statement, parameters);
    }) as RunQuery,
    rollback: () => transaction.rollback(),
    commit: () => transaction.commit(),
    wrote: () => wrote,
  };
}

type Rows = PromiseLike<{ records: { toObject(): object }[] }>;

function runner(send: (statement: string, parameters: Readonly<Record<string, unknown>>) => Rows): RunQuery {
  return <R>(statement: string, parameters = {}) => {
    const rows = Promise.resolve(send(statement, parameters)).then(({ records }) =>
      records.map((record) => record.toObject() as R),
    );
    // Who sent several waits for them in turn; one that fails meanwhile isn't unheard of.
    rows.catch(() => {});
    return rows;
  };
}
