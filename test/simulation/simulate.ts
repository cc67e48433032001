import { parseArgs } from "node:util";
import { FAULTS, type Fault } from "./faults.ts";
import { type LifeOptions, WHOLE } from "./life.ts";
import { type Played, play, playApart, type Span } from "./play.ts";
import { shrink } from "./shrink.ts";

const USAGE = `npm run simulate -- [--seeds N] [--from SEED] [--replay SEED] [--shrink] [--trace] [--keep-going]
  --workers N                         how many threads share the seeds; by default one plays them all
  --ops N, --gateways N, --worlds N   how large a life is, at most
  --faults a,b                        which faults there are: ${FAULTS.join(", ")}`;

const { values: given } = parseArgs({
  options: {
    seeds: { type: "string", default: "10000" },
    from: { type: "string", default: "1" },
    replay: { type: "string" },
    workers: { type: "string", default: "1" },
    ops: { type: "string", default: String(WHOLE.ops) },
    gateways: { type: "string", default: String(WHOLE.gateways) },
    worlds: { type: "string", default: String(WHOLE.worlds) },
    faults: { type: "string" },
    shrink: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
    "keep-going": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

// What is thrown here is caught and counted, and a stack costs more than the call that it tells of.
if (!given.replay) Error.stackTraceLimit = 0;

if (given.help) console.info(USAGE);
else process.exitCode = await run();

/** Plays lives, and tells what became of them. Answers the exit code. */
async function run(): Promise<number> {
  const options: LifeOptions = {
    ops: Number(given.ops),
    gateways: Number(given.gateways),
    worlds: Number(given.worlds),
    faults: given.faults === undefined ? null : new Set(given.faults.split(",").filter(Boolean).map(toFault)),
  };
  const span: Span = {
    from: Number(given.replay ?? given.from),
    count: given.replay ? 1 : Number(given.seeds),
    options,
    keepGoing: given["keep-going"],
  };
  const workers = given.trace ? 1 : Number(given.workers);
  const began = { at: performance.now(), cpu: process.cpuUsage() };
  const played =
    workers > 1
      ? await playApart(span, workers)
      : await play(span, given.trace ? (line) => console.info(line) : null);
  const { user, system } = process.cpuUsage(began.cpu);
  summarize(played, { cpu: (user + system) / 1e6, wall: (performance.now() - began.at) / 1e3 });
  for (const failures of Map.groupBy(played.failures, ({ promise }) => promise).values())
    await tell(failures, options);
  return played.failures.length > 0 ? 1 : 0;
}

/** Tells of those that broke the same promise. */
async function tell(failures: Played["failures"], options: LifeOptions): Promise<void> {
  const [{ seed, promise, message, stack }] = failures as [Played["failures"][number]];
  const seeds = failures.slice(0, 10).map((one) => one.seed);
  console.info(`${failures.length} times broken: ${promise} (seeds ${seeds.join(", ")})`);
  console.info(`seed ${seed}: ${given.replay ? stack : message}`);
  console.info(`  ${replay(seed, options)}`);
  if (!given.shrink) return;
  const least = await shrink(seed, options);
  console.info(`smaller: ${least.failure.message}`);
  console.info(`  ${replay(least.seed, least.options)}`);
}

/** The line that plays it again. */
function replay(seed: number, { ops, gateways, worlds, faults }: LifeOptions): string {
  const size = [
    ...(ops === WHOLE.ops ? [] : [`--ops ${ops}`]),
    ...(gateways === WHOLE.gateways ? [] : [`--gateways ${gateways}`]),
    ...(worlds === WHOLE.worlds ? [] : [`--worlds ${worlds}`]),
    ...(faults ? [`--faults ${[...faults].join(",") || ","}`] : []),
  ];
  return ["npm run simulate -- --trace", `--replay ${seed}`, ...size].join(" ");
}

function summarize({ counts, hash }: Played, seconds: { readonly cpu: number; readonly wall: number }): void {
  const { lives, deliveries, reads, hits, outcomes } = counts;
  const each = (count: number) => (count / lives).toFixed(2);
  console.info(
    `${lives} lives, ${Math.round(lives / seconds.cpu)} a second of CPU time and ${Math.round(lives / seconds.wall)} a second, ` +
      `hash ${(hash >>> 0).toString(16)}: each ${each(deliveries)} deliveries, ${each(reads)} values judged`,
  );
  const told = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  console.info(`faults that hit: ${told(hits)}`);
  for (const [kind, of] of Object.entries(outcomes)) console.info(`${kind}: ${told(of)}`);
}

function toFault(name: string): Fault {
  const fault = FAULTS.find((one) => one === name);
  if (!fault) throw new Error(`there is no fault ${name}; there are ${FAULTS.join(", ")}`);
  return fault;
}
