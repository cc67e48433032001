import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";

/** A server under test. */
export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a Node program that logs its URL, on a core of its own where the system can do that. */
export async function startServer(file: string, env: Record<string, string>, core: number): Promise<Server> {
  const [command, ...args] = pinned(core, [process.execPath, file]);
  const child = spawn(command!, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await urlOf(child);
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

/** Runs a Node program to its end and answers what it printed, as JSON. */
export async function runOn<T>(core: number, file: string, argument: unknown): Promise<T> {
  const [command, ...args] = pinned(core, [process.execPath, file, JSON.stringify(argument)]);
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  return JSON.parse(text) as T;
}

/** Whether programs can be kept to a core. */
export const canPin = availableParallelism() > 1 && has("taskset");

function pinned(core: number, command: string[]): string[] {
  return canPin ? ["taskset", "-c", String(core), ...command] : command;
}

/** Keeps a process that runs already to a core. */
export function pin(pid: number, core: number): void {
  if (canPin) execFileSync("taskset", ["-acp", String(core), String(pid)], { stdio: "ignore" });
}

function has(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function urlOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /listening on (http:\/\/[^\s"]+)/.exec(line)?.[1];
    if (!url) continue;
    child.stdout!.resume();
    return url;
  }
  throw new Error("the server ended before it listened");
}
