import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const ENTRY = join(import.meta.dirname, "../../bin/gateway.js");

type Env = Readonly<Record<string, string>>;

/** `npm start` without npm: a gateway in a process of its own. */
export interface GatewayProcess {
  /** What it has written to both outputs so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves with the first line that matches; rejects if the process ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Where it listens. */
  url(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Reads neither output any more: what is written there meets a broken pipe. */
  stopReading(): void;
  /** Resolves with its exit code when it has ended; null: a signal has killed it. */
  readonly ended: Promise<number | null>;
}

/** Processes find what others have compiled: that is most of a start. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
const INHERITED = { PATH, NODE_COMPILE_CACHE };

const running = new Set<ChildProcess>();

/** Starts a gateway without this process's settings: it has those of `env`, and any free port if that names none. */
export function startProcess(env: Env, args: readonly string[] = []): GatewayProcess {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...INHERITED, PORT: "0", DEMO_WORLD: "false", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const lines: string[] = [];
  const seekers = new Set<() => void>();
  const listen = (output: Readable) =>
    createInterface(output).on("line", (line) => {
      lines.push(line);
      for (const seek of seekers) seek();
    });
  listen(child.stdout);
  listen(child.stderr);
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    for (const seek of seekers) seek();
    return code as number | null;
  });

  const line: GatewayProcess["line"] = (pattern) =>
    new Promise((resolve, reject) => {
      const seek = () => {
        const found = lines.find((one) => pattern.test(one));
        if (found === undefined && running.has(child)) return;
        seekers.delete(seek);
        if (found === undefined) reject(new Error(`it ended without ${pattern}:\n${lines.join("\n")}`));
        else resolve(found);
      };
      seekers.add(seek);
      seek();
    });

  return {
    lines,
    line,
    url: async () => /listening on (http:\/\/[^"\s]+)/.exec(await line(/listening on/))![1]!,
    signal: (name) => void child.kill(name),
    stopReading: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    ended,
  };
}

/** Ends what a test has left running. */
export async function endProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
    }),
  );
}
