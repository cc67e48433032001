import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RedisServer, startLocalRedis } from "../support/redis-server.ts";
import { ask, BODY, makeBenchWorld } from "./bench-world.ts";
import type { ReadRates } from "./l2-read.ts";
import { canPin, pin, runOn, type Server, startServer } from "./processes.ts";
import { HEADINGS, median, percent, type Run, row, say, table } from "./report.ts";

/**
 * `npm run bench`: the design's query, warm, against this gateway with all in its L1 and with all in
 * Redis alone, and against a bare node:http server that parses the body and writes the same bytes; then a
 * read of 100 entities from Redis through the tier and by ioredis alone. In turns, so that a machine whose
 * speed drifts is unfair to none.
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CONNECTIONS = 32;
const SERVER_CORE = 0;
/** Redis works here too, so that it takes nothing of the server's core. */
const LOAD_CORE = 1;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const servers: Server[] = [];
let redis: RedisServer | undefined;
try {
  redis = await startLocalRedis();
  pin(redis.pid!, LOAD_CORE);
  await benchQuery(redis);
  await benchReads(redis);
} finally {
  for (const server of servers) await server.stop();
  await redis?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function benchQuery({ url }: RedisServer): Promise<void> {
  const file = await makeBenchWorld(folder);
  const start = async (program: string, env: Record<string, string>) => {
    const server = await startServer(here(program), env, SERVER_CORE);
    servers.push(server);
    return server.url;
  };
  const gateway = async (env: Record<string, string>) =>
    start("../../src/main.ts", { PORT: "0", SQLITE_FILE: file, LOG_FORMAT: "json", ...env });
  const inL1 = await gateway({});
  const shared = { CACHE_PROVIDER: "redis", REDIS_URL: url };
  // An L1 of one value is none.
  const inL2 = await gateway({ ...shared, CACHE_MAX_ENTRIES: "1" });
  const answer = await ask(inL1);
  for (let warm = 0; warm < 3; warm++)
    if ((await ask(inL2)) !== answer) throw new Error("the gateways' answers differ");
  const bare = await start("./bare-server.ts", { ANSWER: Buffer.from(answer).toString("base64") });
  const contenders = [
    { name: "bare node:http", url: bare, runs: [] as Run[] },
    { name: "gateway, all in L1", url: `${inL1}/graphql`, runs: [] as Run[] },
    { name: "gateway, all in L2", url: `${inL2}/graphql`, runs: [] as Run[] },
  ];
  const load = (target: string, seconds: number) =>
    runOn<Run>(LOAD_CORE, here("./load.ts"), { url: target, body: BODY, seconds, connections: CONNECTIONS });

  say(
    `The answer has ${Buffer.byteLength(answer)} bytes; ${CONNECTIONS} connections; ${ROUNDS} rounds of ${SECONDS} s each;`,
  );
  say(
    canPin
      ? "the server has one core, the load and Redis another.\n"
      : "the cores are shared: figures are only a hint.\n",
  );
  for (const one of contenders) await load(one.url, 2);
  for (let round = 0; round < ROUNDS; round++)
    for (const one of contenders) one.runs.push(await load(one.url, SECONDS));
  table([HEADINGS, ...contenders.map(({ name, runs }) => row(name, runs))]);
  const [floor, ...gateways] = contenders;
  say("");
  for (const { name, runs } of gateways) {
    const ratios = runs.map((run, round) => run.requestsPerSecond / floor!.runs[round]!.requestsPerSecond);
    say(`The ${name} reaches ${percent(ratios)} of bare node:http.`);
  }
}

async function benchReads({ url }: RedisServer): Promise<void> {
  const rates = await runOn<ReadRates>(SERVER_CORE, here("./l2-read.ts"), { url, rounds: ROUNDS });
  say("\n100 entities in one read of L2, reads/s, one after another:\n");
  table([
    ["", "reads/s"],
    ["ioredis MGET and JSON.parse", median(rates.alone).toFixed(0)],
    ["the tier", median(rates.tier).toFixed(0)],
  ]);
  const ratios = rates.tier.map((rate, round) => rate / rates.alone[round]!);
  say(`\nThe tier reaches ${percent(ratios)} of ioredis alone.`);
}
