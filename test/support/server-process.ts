import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A program that a test runs beside itself: it never outlives the test's process, nor does its directory. */
export interface ServerProcess {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Resolves with its last lines when it has ended. */
  readonly ended: Promise<string>;
  /** Resolves with the first line that matches; rejects, with its last lines, if it ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Ends it at once, also when it is stopped by SIGSTOP, and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Runs `command` in `directory`, which is removed if this process dies before `kill`. */
export function startServerProcess(
  command: string,
  args: readonly string[],
  directory: string,
): ServerProcess {
  const child = spawn(command, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const forget = child.pid === undefined ? () => {} : guard(child.pid, directory);
  const lines: string[] = [];
  let over = false;
  const seekers = new Set<() => void>();
  const seekAll = () => {
    for (const seek of seekers) seek();
  };
  for (const output of [child.stdout, child.stderr])
    createInterface(output).on("line", (line) => {
      if (lines.push(line) > LINES_KEPT) lines.shift();
      seekAll();
    });
  const ended = outcomeOf(child).then((failure) => {
    over = true;
    forget();
    if (failure) lines.push(failure);
    seekAll();
    return lines.slice(-10).join("\n");
  });

  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const seek = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && !over) return;
          seekers.delete(seek);
          if (found === undefined)
            reject(new Error(`${command} ended without ${pattern}:\n${lines.slice(-10).join("\n")}`));
          else resolve(found);
        };
        seekers.add(seek);
        seek();
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A directory for one server. */
export function serverDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), "living-worlds-"));
}

export function removeDirectory(directory: string): Promise<void> {
  return rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

const LINES_KEPT = 1_000;

/** Resolves when the program has ended; to the error, where it couldn't be run at all. */
async function outcomeOf(child: ChildProcess): Promise<string | undefined> {
  const closed = once(child, "close");
  try {
    await closed;
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Kills the program when this process ends, however it ends: no handler of ours runs at a SIGKILL, but the
 * pipe to this shell closes. It doesn't wait for its own death: `forget` has to be called when the program
 * has ended, as its pid may then become someone else's.
 */
function guard(pid: number, directory: string): () => void {
  const watchdog = spawn("/bin/sh", ["-c", WATCHDOG, "watchdog", String(pid), directory], {
    // A group of its own, so that a Ctrl-C on the terminal doesn't end it before its work is done.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: tmpdir(),
  });
  watchdog.unref();
  // The pipe too must not keep this process alive; and it breaks, without harm, when the shell is killed.
  const pipe = watchdog.stdin as typeof watchdog.stdin & { unref(): void };
  pipe.unref();
  pipe.on("error", () => {});
  watchdog.on("error", () => {});
  return () => void watchdog.kill("SIGKILL");
}

/** Waits for the pipe to close, kills the program, and removes its directory once it writes no more. */
const WATCHDOG = `read -r _; kill -9 "$1" 2>/dev/null
n=0; while [ -e "$2" ] && [ $n -lt 20 ]; do n=$((n+1)); sleep 0.1; rm -rf -- "$2"; done`;
