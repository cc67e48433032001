import { spawnSync } from "node:child_process";
import type { GenericContainer, StartedTestContainer } from "testcontainers";

/** A container on a port of this machine that it keeps when it restarts. */
export interface DockerServer {
  readonly host: string;
  readonly port: number;
  signal(name: NodeJS.Signals): Promise<void>;
  /** Kills it, if it still runs, and starts it again with the same files; resolves when it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface DockerOptions {
  readonly image: string;
  /** Where the server listens in its container, and on this machine. */
  readonly inside: number;
  readonly port: number;
  /** Sets what the container needs beyond that. */
  readonly prepare: (container: GenericContainer) => GenericContainer;
  /** Resolves when the server answers. */
  readonly answers: (host: string) => Promise<void>;
}

/** "Docker", if its engine answers; else what `local` says, whose error then is the reason why neither is there. */
export function dockerOr<T extends string>(local: () => T): T | "Docker" {
  if (engineAnswers()) return "Docker";
  try {
    return local();
  } catch (error) {
    throw new Error(`no Docker engine answers, and ${(error as Error).message}`);
  }
}

/** Starts a container; testcontainers' reaper removes it if this process dies first. */
export async function startContainer(options: DockerOptions): Promise<DockerServer> {
  const { GenericContainer, getContainerRuntimeClient } = await import("testcontainers");
  const prepared = options.prepare(new GenericContainer(options.image)).withStartupTimeout(120_000);
  const started: StartedTestContainer = await prepared
    .withExposedPorts({ container: options.inside, host: options.port })
    .start();
  const stop = async () => {
    // Nothing in it is worth an orderly end.
    await started.stop({ timeout: 0, remove: true, removeVolumes: true });
  };
  try {
    const container = (await getContainerRuntimeClient()).container.getById(started.getId());
    const host = started.getHost();
    await options.answers(host);
    return {
      host,
      port: options.port,
      signal: (name) => container.kill({ signal: name }),
      restart: async () => {
        const { State } = await container.inspect();
        if (State.Running) await container.kill({ signal: "SIGKILL" });
        // One that is killed has stopped a moment later.
        await container.wait();
        await container.start();
        await options.answers(host);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether an engine answers the docker of a PATH: it is asked once. */
const answers = new Map<string, boolean>();

function engineAnswers(): boolean {
  const { PATH = "" } = process.env;
  const known = answers.get(PATH);
  if (known !== undefined) return known;
  const { status } = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], {
    stdio: "ignore",
    timeout: 10_000,
  });
  answers.set(PATH, status === 0);
  return status === 0;
}
