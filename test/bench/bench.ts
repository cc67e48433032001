import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/clock.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { generateWorld } from "../../src/worlds/world-file/generate.ts";
import { importWorldFile } from "../../src/worlds/world-file/import.ts";
import { canPin, runOn, startServer } from "./processes.ts";

/**
 * `npm run bench`: the design's query, warm, against this gateway and against a bare node:http server
 * that parses the body and writes the same bytes. In turns, so that a machine whose speed drifts is
 * unfair to neither.
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CONNECTIONS = 32;
const SERVER_CORE = 0;
const LOAD_CORE = 1;

const QUERY =
  "query World($id: ID!) { world(id: $id) { id name characters(first: 20) { nodes { id name description " +
  "location { id name } inventory(first: 2) { nodes { id name } } } } } }";
const body = JSON.stringify({ query: QUERY, variables: { id: "world:bench" } });
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

interface Run {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
  const file = join(folder, "worlds.sqlite");
  await makeWorld(file);
  const gateway = await startServer(
    here("../../src/main.ts"),
    { PORT: "0", SQLITE_FILE: file, LOG_LEVEL: "info", LOG_FORMAT: "json" },
    SERVER_CORE,
  );
  const answer = await ask(gateway.url);
  const bare = await startServer(
    here("./bare-server.ts"),
    { ANSWER: Buffer.from(answer).toString("base64") },
    SERVER_CORE,
  );
  const load = (url: string, seconds: number) =>
    runOn<Run>(LOAD_CORE, here("./load.ts"), { url, body, seconds, connections: CONNECTIONS });

  say(
    `The answer has ${Buffer.byteLength(answer)} bytes; ${CONNECTIONS} connections; ${ROUNDS} rounds of ${SECONDS} s each;`,
  );
  say(
    canPin
      ? "the server has one core and the load another.\n"
      : "the cores are shared: figures are only a hint.\n",
  );
  await load(`${gateway.url}/graphql`, 2);
  await load(bare.url, 2);
  const runs: { gateway: Run; bare: Run }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    runs.push({
      bare: await load(bare.url, SECONDS),
      gateway: await load(`${gateway.url}/graphql`, SECONDS),
    });
  await gateway.stop();
  await bare.stop();

  table([
    ["", "requests/s", "p50 ms", "p99 ms", "failed"],
    row(
      "bare node:http",
      runs.map((run) => run.bare),
    ),
    row(
      "gateway, all in L1",
      runs.map((run) => run.gateway),
    ),
  ]);
  const ratios = runs.map((run) => run.gateway.requestsPerSecond / run.bare.requestsPerSecond);
  say(`\nThe gateway reaches ${(median(ratios) * 100).toFixed(1)}% of bare node:http (${percents(ratios)}).`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A world of 120 characters whose answer has about 4 KB. */
async function makeWorld(file: string): Promise<void> {
  const registry = createWorldRegistry();
  const path = join(folder, "world.json");
  await generateWorld({
    registry,
    characters: 120,
    events: 600,
    seed: 1,
    id: "bench",
    out: createWriteStream(path),
  });
  const store = await openSqliteStore({ file, registry, clock: systemClock });
  await importWorldFile({ store, registry, clock: systemClock, file: path });
  await store.close();
}

async function ask(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const text = await response.text();
  const nodes = JSON.parse(text).data?.world?.characters?.nodes;
  if (nodes?.length !== 20) throw new Error(`the query doesn't work: ${text.slice(0, 300)}`);
  return text;
}

function row(name: string, runs: readonly Run[]): string[] {
  const of = (pick: (run: Run) => number) => median(runs.map(pick)).toFixed(0);
  return [
    name,
    of((run) => run.requestsPerSecond),
    of((run) => run.p50),
    of((run) => run.p99),
    of((run) => run.failed),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function percents(ratios: readonly number[]): string {
  return ratios.map((ratio) => `${(ratio * 100).toFixed(1)}%`).join(", ");
}

function table(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  for (const cells of rows)
    say(
      cells
        .map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[0]!)))
        .join("  "),
    );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
