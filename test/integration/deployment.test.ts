import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { settings } from "../../src/settings.ts";
import { cachePolicies } from "../../src/worlds/registry.ts";
import { freePort } from "../support/free-port.ts";
import { startTestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { startRedis } from "../support/redis-server.ts";
import { removeDirectory, serverDirectory, startServerProcess } from "../support/server-process.ts";
import { describeWith, ownRedis } from "../support/services.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const packageJson = JSON.parse(read("package.json"));

/** What the last stage of the Dockerfile says, without an engine: the files are put where it would put them. */
const image = (() => {
  const lines = read("Dockerfile").replaceAll("\\\n", " ").split("\n");
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
  const one = (pattern: RegExp) => stage.flatMap((line) => pattern.exec(line)?.[1] ?? [])[0] ?? "";
  return {
    lines,
    node: Number(one(/^FROM node:(\d+)/)),
    user: one(/^USER (\S+)/),
    env: Object.fromEntries(
      one(/^ENV (.+)/)
        .trim()
        .split(/\s+/)
        .map((pair) => pair.split("=") as [string, string]),
    ),
    sources: stage.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(" ") ?? []),
    health: JSON.parse(one(/^HEALTHCHECK .*CMD (\[.+\])$/)) as string[],
    command: JSON.parse(one(/^CMD (\[.+\])$/)) as string[],
  };
})();

describe("the image", () => {
  let app: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    app = await serverDirectory();
    for (const source of image.sources) await cp(join(ROOT, source), join(app, source), { recursive: true });
    for (const name of Object.keys(packageJson.dependencies)) {
      const link = join(app, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(ROOT, "node_modules", name), link);
    }
    env = {
      ...image.env,
      PORT: String(await freePort()),
      SQLITE_FILE: join(app, "data.sqlite"),
      DEMO_WORLD: "false",
    };
  });
  afterAll(() => removeDirectory(app));

  /** Runs one of the image's commands, by this Node, to its end. */
  const run = ([program, ...args]: readonly string[]) => {
    expect(program).toBe("node");
    return spawnSync(process.execPath, args, { cwd: app, env, encoding: "utf8" });
  };

  test("serves with the files and the packages that it holds, is healthy while it does, and ends when told", async () => {
    expect(run(image.health).status).toBe(1);
    // The tests' gateways are for this machine alone.
    const settings = Object.entries({ ...env, HOST: "127.0.0.1" }).map(([name, value]) => `${name}=${value}`);
    const gateway = startServerProcess(
      "env",
      ["-i", ...settings, process.execPath, ...image.command.slice(1)],
      app,
    );
    try {
      await gateway.line(/listening on/);
      expect(run(image.health).status).toBe(0);
      gateway.signal("SIGTERM");
      expect(await gateway.ended).toMatch(/"closed"\}$/);
      expect(run(image.health).status).toBe(1);
    } finally {
      await gateway.kill();
    }
  });

  test("doesn't let everybody change everything unless whoever runs it says so", () => {
    const { status, stderr } = run(image.command);
    expect(status).toBe(1);
    expect(stderr).toContain('HOST="0.0.0.0": expected a loopback address, or ALLOW_ANONYMOUS=true');
  });

  test("isn't root's, and runs on a Node that the program is for", () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(packageJson.engines.node).toBe(">=24.12");
    expect(image.node).toBeGreaterThan(24);
  });

  test("is built from what isn't ignored, which isn't more", () => {
    const [all, ...kept] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(all).toBe("*");
    const used = image.lines.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(" ") ?? []);
    expect(kept.map((line) => line.slice(1)).sort()).toEqual([...new Set(used)].sort());
  });
});

describe("compose.yaml", () => {
  const text = read("compose.yaml").replaceAll(/^ *#.*\n/gm, "");
  /** The lines that are indented below the first one that matches, as one text. */
  const below = (within: string, pattern: RegExp) => {
    const lines = within.split("\n");
    const at = lines.findIndex((line) => pattern.test(line));
    expect(at, String(pattern)).toBeGreaterThan(-1);
    const depth = (line: string) => /^ */.exec(line)![0].length;
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => line.trim() !== "" && depth(line) <= depth(lines[at]!));
    return rest.slice(0, end < 0 ? undefined : end).join("\n");
  };
  const names = (block: string, indent: number) =>
    [...block.matchAll(new RegExp(`^ {${indent}}([a-z0-9-]+):`, "gm"))].map(([, name]) => name!);
  const services = below(text, /^services:/);
  const environment = Object.fromEntries(
    [...below(text, /^ {2}environment: &environment/).matchAll(/^ {4}([A-Z0-9_]+): (.+)$/gm)].map(
      ([, name, value]) => [name!, value!.replace(/^"(.*)"$/, "$1")],
    ),
  );

  test("starts two gateways, Redis and Neo4j", () => {
    expect(names(services, 2)).toEqual(["gateway-1", "gateway-2", "redis", "neo4j"]);
    expect(names(below(below(text, /^x-gateway:/), /^ {2}depends_on:/), 4)).toEqual(["neo4j", "redis"]);
  });

  test("sets the gateways up by settings that there are, for the servers that it starts", () => {
    const known = settings(cachePolicies()).map(({ name }) => name);
    for (const name of Object.keys(environment)) expect(known).toContain(name);
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{.+\}/, "secret"),
    ]);
    const { store, cache } = readConfig(
      { ...image.env, ...Object.fromEntries(filled) },
      { policies: cachePolicies() },
    );
    expect([store.provider, new URL(store.settings.neo4j.uri).hostname]).toEqual(["neo4j", "neo4j"]);
    expect([cache.provider, new URL(cache.settings.redis.url).hostname]).toEqual(["redis", "redis"]);
    expect([store.settings.neo4j.password, cache.settings.redis.password]).toEqual(["secret", "secret"]);
  });

  const redisCommand = [...below(services, /^ {2}redis:/).matchAll(/^ {6}- (.+)$/gm)].map(([, arg]) =>
    arg!.replace(/^"(.*)"$/, "$1").replace(/\$\{.+\}/, "secret"),
  );

  describeWith(ownRedis, "Redis", () => {
    test("has a user for the gateways who may do what they do, and nothing else", async () => {
      const redis = await startRedis({ password: "secret", args: redisCommand.slice(1) });
      const { port } = new URL(redis.url);
      const admin = new Redis({ port: Number(port), password: "secret" });
      const log = keepLog("info");
      const gateway = await startTestGateway(
        {
          CACHE_PROVIDER: "redis",
          REDIS_URL: environment.REDIS_URL!.replace("redis:6379", `127.0.0.1:${port}`),
          REDIS_PASSWORD: "secret",
        },
        { logger: log.logger },
      );
      await gateway.data(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
      for (let time = 0; time < 2; time++)
        await gateway.data(
          `{ world(id: "world:w") { name characters { nodes { id } } } cache { tiers { bytes } } }`,
        );
      await gateway.data(`mutation { deleteWorld(input: { id: "world:w" }) { version } }`);
      await gateway.cache.relay.poll();
      expect(gateway.cache.health()).toEqual({ status: "up", warnings: [], bus: "up" });
      expect(log.troubles()).toEqual([]);
      expect(await admin.acl("LOG")).toEqual([]);
      await admin.set("other", "1");
      const stranger = new Redis({ port: Number(port), username: "gateway", password: "secret" });
      await expect(stranger.get("other")).rejects.toThrow(/NOPERM/);
      await expect(stranger.call("FLUSHALL")).rejects.toThrow(/NOPERM/);
      stranger.disconnect();
      await gateway.close();
      admin.disconnect();
      await redis.stop();
    });
  });

  test("gives load balancers the time to see that a gateway goes, and waits for it", () => {
    expect(environment.SHUTDOWN_DELAY_MS).toBe("5000");
    const grace = Number(/^ {2}stop_grace_period: (\d+)s$/m.exec(text)?.[1]) * 1000;
    const { http } = readConfig({ SHUTDOWN_DELAY_MS: environment.SHUTDOWN_DELAY_MS });
    expect(grace).toBeGreaterThan(http.delayMs + http.drainMs + 5_000);
  });

  test("has no secret in it, and refuses to start without", () => {
    const inserted = [...text.matchAll(/(?<!\$)\$\{(\w+)(:\?)?/g)];
    expect([...new Set(inserted.map(([, name]) => name))].sort()).toEqual([
      "NEO4J_PASSWORD",
      "REDIS_PASSWORD",
    ]);
    expect(inserted.every(([, , required]) => required === ":?")).toBe(true);
    for (const [, value] of text.matchAll(/(?:_PASSWORD|_AUTH|REDISCLI_AUTH): (.+)$/gm))
      expect(value).toMatch(/^(neo4j\/)?\$\{/);
    expect(services).toMatch(/--requirepass\n +- \$\{REDIS_PASSWORD:\?/);
  });

  test("opens its ports to this machine alone", () => {
    const ports = [...text.matchAll(/^ +- "?([\d.:]+)"?$/gm)].map(([, port]) => port);
    expect(ports).toEqual([
      "127.0.0.1:4000:4000",
      "127.0.0.1:4001:4000",
      "127.0.0.1:7474:7474",
      "127.0.0.1:7687:7687",
    ]);
  });

  test("lets Redis forget values, never versions", () => {
    expect(services).toMatch(/--maxmemory-policy\n +- volatile-lru\n/);
  });
});
