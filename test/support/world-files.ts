import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach } from "vitest";
import type { Registry } from "../../src/entities/registry.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { WorldFileErrors } from "../../src/worlds/world-file/errors.ts";
import { exportWorld } from "../../src/worlds/world-file/export.ts";
import { type Imported, type ImportOptions, importWorldFile } from "../../src/worlds/world-file/import.ts";
import { createHandClock, type HandClock } from "./clock.ts";

export const ODYSSEY = join(import.meta.dirname, "../../src/worlds/demo/odyssey.json");

type Options = Partial<Pick<ImportOptions, "signal" | "onProgress">>;

/** A store in memory and a folder for files, new for each test. */
export interface WorldFilesInUse {
  readonly store: Store;
  readonly clock: HandClock;
  readonly folder: string;
  /** Imports a path, or what is written to a file first: text as it is, anything else as JSON. */
  import(file: string | { text: string } | object, options?: Options): Promise<Imported>;
  /** What an import of that has against it, as `path: message`. */
  errorsOf(file: Parameters<WorldFilesInUse["import"]>[0]): Promise<string[]>;
  export(worldId: string): Promise<string>;
}

/** `registry`: the types that files may hold, by default the program's. */
export function useWorldFiles(registry: Registry = createWorldRegistry()): WorldFilesInUse {
  let use: { store: Store; clock: HandClock; folder: string };
  beforeEach(async () => {
    const clock = createHandClock();
    const folder = await mkdtemp(join(tmpdir(), "world-files-"));
    use = { clock, folder, store: await openSqliteStore({ file: ":memory:", registry, clock }) };
  });
  afterEach(async () => {
    await use.store.close();
    await rm(use.folder, { recursive: true });
  });
  const files: WorldFilesInUse = {
    get store() {
      return use.store;
    },
    get clock() {
      return use.clock;
    },
    get folder() {
      return use.folder;
    },
    import: async (source, options) => {
      let file = source;
      if (typeof file !== "string") {
        const text = "text" in file ? (file.text as string) : JSON.stringify(file);
        file = join(use.folder, "world.json");
        await writeFile(file, text);
      }
      return importWorldFile({ store: use.store, clock: use.clock, registry, file, ...options });
    },
    errorsOf: async (file) => {
      const error = await files.import(file).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error === null) return [];
      if (!(error instanceof WorldFileErrors)) throw error;
      return error.errors.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    },
    export: (worldId) => textOf((out) => exportWorld({ store: use.store, registry, worldId, out })),
  };
  return files;
}

/** All that is written to a stream. */
export async function textOf(write: (out: Writable) => Promise<void>): Promise<string> {
  const chunks: string[] = [];
  await write(
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => {
        chunks.push(chunk);
        done();
      },
    }),
  );
  return chunks.join("");
}

/** A world file with the sections given. */
export function worldFile(sections: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { format: "living-worlds/1", world: { id: "troy", name: "Troy" }, ...sections };
}

export async function readJson(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
}
