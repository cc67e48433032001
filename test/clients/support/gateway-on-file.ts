import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemClock } from "../../../src/clock.ts";
import { openSqliteStore } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { createWorldRegistry } from "../../../src/worlds/registry.ts";
import { importWorldFile } from "../../../src/worlds/world-file/import.ts";
import { freePort } from "../../support/free-port.ts";
import { type Answer, sendTo, startTestGateway } from "../../support/gateway.ts";
import { inputType } from "../../support/use-gateway.ts";
import type { Place } from "./notice-feed.ts";

type Row = Readonly<Record<string, unknown>>;

/** A gateway on a file, whose clients find it at the same address after a restart. */
export interface GatewayOnFile {
  readonly url: string;
  /** Sends an operation as no client of the tests does: for another writer, and for what is there in truth. */
  ask(query: string, variables?: Row): Promise<Answer>;
  /** Makes a change; false if it is refused. */
  change(mutation: string, input: Row): Promise<boolean>;
  /** Makes changes by another gateway on the same file, which runs for no longer than that. */
  changeElsewhere(changes: readonly (readonly [mutation: string, input: Row])[]): Promise<void>;
  /** Replaces a world past the gateway, as the import command does. */
  import(contents: Row): Promise<void>;
  /** Where the store is, whoever has heard of it. */
  place(scopes: readonly string[]): Promise<Place>;
  /** Drains the gateway as a deployment does; `meanwhile` happens before there is one again. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** While no gateway runs: keeps a copy of the store, or puts it back under a new epoch. */
  backUp(): Promise<void>;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

export async function startGatewayOnFile(): Promise<GatewayOnFile> {
  const folder = await mkdtemp(join(tmpdir(), "living-worlds-"));
  const file = join(folder, "worlds.sqlite");
  const port = await freePort();
  const env = { SQLITE_FILE: file, PORT: String(port), RELAY_INTERVAL_MS: "100", SHUTDOWN_IDLE_MS: "100" };
  let gateway = await startTestGateway(env);
  const { url } = gateway;

  const ask: GatewayOnFile["ask"] = (query, variables) =>
    sendTo(url, query, variables, { "x-consistency": "strict" });
  async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openSqliteStore({ file, registry: createWorldRegistry(), clock: systemClock });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  return {
    url,
    ask,
    change: async (mutation, input) => {
      const { data } = await ask(documentOf(mutation), { input });
      return Boolean(data?.[mutation]);
    },
    changeElsewhere: async (changes) => {
      const other = await startTestGateway({ SQLITE_FILE: file });
      try {
        for (const [mutation, input] of changes) await other.data(documentOf(mutation), { input });
      } finally {
        await other.close();
      }
    },
    import: async (contents) => {
      const path = join(folder, "world.json");
      await writeFile(path, JSON.stringify({ format: "living-worlds/1", ...contents }));
      await withStore((store) =>
        importWorldFile({ store, registry: createWorldRegistry(), clock: systemClock, file: path }),
      );
    },
    place: (scopes) => withStore((store) => store.versions(scopes)),
    restart: async (meanwhile = async () => {}) => {
      await gateway.close();
      await meanwhile();
      gateway = await startTestGateway(env);
    },
    // A store that is closed is one file.
    backUp: () => copyFile(file, `${file}.copy`),
    restore: async () => {
      await copyFile(`${file}.copy`, file);
      await promisify(execFile)(process.execPath, [COMMAND, "renew-epoch"], {
        env: { PATH: process.env.PATH, SQLITE_FILE: file },
      });
    },
    stop: async () => {
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
}

function documentOf(mutation: string): string {
  return `mutation ($input: ${inputType(mutation)}!) { ${mutation}(input: $input) { version } }`;
}

const COMMAND = join(import.meta.dirname, "../../../src/world-command.ts");
