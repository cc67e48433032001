import { parseArgs } from "node:util";
import { FAULTS, type Fault } from "./faults.ts";
import { type Counts, type LifeOptions, noCounts, simulate, WHOLE } from "./life.ts";
import { promiseOf, shrink } from "./shrink.ts";

const USAGE = `npm run simulate -- [--seeds N] [--from SEED] [--replay SEED] [--shrink] [--trace] [--keep-going]
  --ops N, --gateways N, --worlds N   how large a life is, at most
  --faults a,b                        which faults there are: ${FAULTS.join(", ")}`;

const { values: given } = parseArgs({
  options: {
    seeds: { type: "string", default: "10000" },
    from: { type: "string", default: "1" },
    replay: { type: "string" },
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
  const from = Number(given.replay ?? given.from);
  const count = given.replay ? 1 : Number(given.seeds);
  const counts = noCounts();
  const failures = new Map<string, number[]>();
  const began = process.cpuUsage();
  let hash = 0;
  for (let seed = from; seed < from + count; seed++) {
    const life = await simulate(seed, options, counts, given.trace ? (line) => console.info(line) : null);
    hash = (Math.imul(hash, 31) + life.hash) | 0;
    if (!life.failure) continue;
    const promise = promiseOf(life.failure);
    const seeds = failures.get(promise) ?? [];
    failures.set(promise, [...seeds, seed]);
    if (seeds.length === 0) await tell(seed, options, life.failure);
    if (!given["keep-going"]) break;
  }
  const { user, system } = process.cpuUsage(began);
  summarize(counts, (user + system) / 1e6, hash);
  for (const [promise, seeds] of failures)
    console.info(`${seeds.length} times broken: ${promise} (seeds ${seeds.slice(0, 10).join(", ")})`);
  return failures.size > 0 ? 1 : 0;
}

async function tell(seed: number, options: LifeOptions, failure: Error): Promise<void> {
  console.info(`seed ${seed}: ${given.replay ? failure.stack : failure.message}`);
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

function summarize(
  { lives, deliveries, reads, hits, outcomes }: Counts,
  seconds: number,
  hash: number,
): void {
  const each = (count: number) => (count / lives).toFixed(2);
  console.info(
    `${lives} lives, ${Math.round(lives / seconds)} a second of CPU time, hash ${(hash >>> 0).toString(16)}: ` +
      `each ${each(deliveries)} deliveries, ${each(reads)} values judged`,
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
