import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { poll } from "./poll.ts";
import {
  removeDirectory,
  type ServerProcess,
  serverDirectory,
  startServerProcess,
} from "./server-process.ts";

/** A proxy in front of gateways, on a port of its own. */
export interface HttpProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** nginx with all of its defaults but these lines for its `http` block; PORT stands for where it listens. */
export async function startNginx(program: string, http: string): Promise<HttpProxy> {
  return startProxy(async (directory, port) => {
    // As root it would serve as a user who may not read the directory.
    const user = process.getuid?.() === 0 ? "user root;" : "";
    const config = `${user} daemon off; master_process off; pid nginx.pid; error_log stderr; events {}
      http {
        access_log off;
        ${TEMPORARY.map((name) => `${name}_temp_path ${name};`).join(" ")}
        ${http.replaceAll("PORT", String(port))}
      }`;
    await writeFile(join(directory, "nginx.conf"), config);
    return startServerProcess(program, ["-p", directory, "-c", "nginx.conf", "-e", "stderr"], directory);
  });
}

/** An unmodified Varnish: its built-in VCL, and a gateway as its only backend. */
export async function startVarnish(program: string, gateway: string): Promise<HttpProxy> {
  return startProxy(async (directory, port) => {
    const args = ["-F", "-n", join(directory, "varnish"), "-b", new URL(gateway).host];
    // Small, and without the jail, for which it would have to know the users of the system.
    const small = ["-j", "none", "-s", "malloc,16m", "-p", "thread_pool_min=5"];
    return startServerProcess(program, [...args, "-a", `127.0.0.1:${port}`, ...small], directory);
  });
}

/** What nginx would write beside its installation. */
const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

async function startProxy(
  start: (directory: string, port: number) => Promise<ServerProcess>,
): Promise<HttpProxy> {
  const directory = await serverDirectory();
  const port = await freePort();
  const server = await start(directory, port);
  const url = `http://127.0.0.1:${port}`;
  const ended = server.ended.then((lines) => {
    throw new Error(`the proxy ended:\n${lines}`);
  });
  ended.catch(() => {});
  const answers = poll("a proxy that answers", async () => (await fetch(`${url}/ready`)).status < 500);
  try {
    await Promise.race([answers, ended]);
  } catch (error) {
    await server.kill();
    throw error;
  }
  return {
    url,
    stop: async () => {
      // Varnish has a child, which goes with it when it is asked to.
      server.signal("SIGTERM");
      await server.ended;
      await removeDirectory(directory);
    },
  };
}
