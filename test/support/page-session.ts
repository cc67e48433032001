import { execFile } from "node:child_process";
import { mkdtemp, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { codeBlocks, ROOT, readPage } from "./pages.ts";
import { removeDirectory, type ServerProcess, startServerProcess } from "./server-process.ts";

/** Stand on the PATH before the programs that they are named after. */
const COMMANDS = join(import.meta.dirname, "page-commands");

/** What a reader has of the project; the rest of the folder is new. */
const LINKED = ["package.json", "node_modules", "bin", "src", "schema", "test", "compose.yaml", "Dockerfile"];

/**
 * A reader who follows a page: a folder with the project in it and nothing stored, and a shell. Gateways take any
 * free port, and `curl` finds them where the page says.
 */
export interface PageSession {
  readonly folder: string;
  /** Runs a block to its end, and answers what it wrote to standard output; rejects if any of it fails. */
  run(block: string): Promise<string>;
  /** Runs a block that goes on until the session is closed. */
  start(block: string): ServerProcess;
  /** As `start`, a block that starts a gateway; resolves when that listens. The first is `localhost:4000`, the next 4001. */
  startGateway(block: string): Promise<ServerProcess>;
  /** What Docker was asked for. */
  dockerCalls(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openPageSession(env: Readonly<Record<string, string>> = {}): Promise<PageSession> {
  const folder = await mkdtemp(join(tmpdir(), "living-worlds-"));
  for (const name of LINKED) await symlink(join(ROOT, name), join(folder, name));
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = "" } = process.env;
  const settings: Record<string, string> = {
    HOME,
    NODE_COMPILE_CACHE,
    PATH: [COMMANDS, dirname(process.execPath), PATH].join(delimiter),
    LC_ALL: "C",
    PORT: "0",
    SHUTDOWN_IDLE_MS: "0",
    ...env,
  };
  const gateways = ["GATEWAY", "GATEWAY_2"];
  const started: ServerProcess[] = [];

  const start = (block: string): ServerProcess => {
    const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const server = startServerProcess("env", ["-i", ...pairs, "bash", "-euc", block], folder);
    started.push(server);
    return server;
  };

  return {
    folder,
    start,
    run: (block) =>
      new Promise((resolve, reject) => {
        const options = { cwd: folder, env: settings, maxBuffer: 2 ** 26 };
        execFile("bash", ["-euo", "pipefail", "-c", block], options, (error, stdout, stderr) => {
          if (error) reject(new Error(`${block}\n${stderr}${stdout}`, { cause: error }));
          else resolve(stdout);
        });
      }),
    startGateway: async (block) => {
      const server = start(block);
      const line = await server.line(/listening on/);
      settings[gateways.shift()!] = /listening on http:\/\/([^"\s]+)/.exec(line)![1]!;
      return server;
    },
    dockerCalls: async () => (await readFile(join(folder, "docker-calls"), "utf8")).trim().split("\n"),
    close: async () => {
      await Promise.all(started.map((server) => server.kill()));
      await removeDirectory(folder);
    },
  };
}

/** The blocks of shell commands of a page, which has so many; throws if it has others. */
export function shellBlocks(page: string, count: number): string[] {
  const blocks = codeBlocks(readPage(page)).filter(({ language }) => language === "sh");
  if (blocks.length !== count)
    throw new Error(
      `${page} has ${blocks.length} blocks of commands, of which ${count} are tried: try them all`,
    );
  return blocks.map(({ text }) => text);
}

/** What a page shows that isn't code: the blocks of answers, in order. */
export function shownAnswers(page: string): string[] {
  return codeBlocks(readPage(page)).flatMap(({ language, text }) =>
    ["", "json"].includes(language) ? [text] : [],
  );
}
