import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/clock.ts";
import { openSqliteStore, type SqliteOptions } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { createOwnRegistry } from "./own-types.ts";

/** A directory for one test's SQLite file, and the stores that it opens on it. */
export interface StoreFile {
  readonly directory: string;
  readonly path: string;
  open(options?: Partial<SqliteOptions>): Promise<Store>;
  /** Closes every store and removes the directory. */
  remove(): Promise<void>;
}

export async function createStoreFile(): Promise<StoreFile> {
  const directory = await mkdtemp(join(tmpdir(), "living-worlds-"));
  const path = join(directory, "store.sqlite");
  const stores: Store[] = [];
  return {
    directory,
    path,
    open: async (options = {}) => {
      const registry = createOwnRegistry();
      const store = await openSqliteStore({ file: path, registry, clock: systemClock, ...options });
      stores.push(store);
      return store;
    },
    remove: async () => {
      for (const store of stores) await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** What a writer process tells of each change once it is acknowledged. */
export interface Acknowledged {
  readonly writer: string;
  readonly step: number;
  readonly versions: Readonly<Record<string, number>>;
}

export interface WriterProcess {
  /** Its acknowledged changes, one by one, until it ends. */
  readonly acknowledged: AsyncIterable<Acknowledged>;
  kill(): void;
  /** Resolves to what it wrote on stderr when it ended by itself; rejects if it ended in another way. */
  finished(): Promise<string>;
}

/** Starts `store-writer.ts`, which makes `steps` changes (0: until it is killed). */
export function startWriter(path: string, writer: string, steps: number): WriterProcess {
  const script = fileURLToPath(new URL("store-writer.ts", import.meta.url));
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [script, path, writer, String(steps)],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "close");
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const lines = createInterface({ input: child.stdout });
  return {
    acknowledged: (async function* () {
      for await (const line of lines) yield JSON.parse(line) as Acknowledged;
    })(),
    kill: () => child.kill("SIGKILL"),
    finished: async () => {
      const [code, signal] = await ended;
      if (code !== 0) throw new Error(`the writer ended with ${code ?? signal}: ${complaints}`);
      return complaints;
    },
  };
}

/** The id that a step of a writer gives its character, object or event. */
export function idOfStep(
  prefix: string,
  world: string,
  { writer, step }: Pick<Acknowledged, "writer" | "step">,
) {
  return `${prefix}:${world}:${writer}-${step}`;
}

/** How many events one step tells. */
export const EVENTS_A_STEP = 8;
