import "./node-version.js";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { systemClock } from "./clock.ts";
import { ConfigError, readConfig } from "./config.ts";
import { LOCAL_ID, LOCAL_ID_EXPECTED, worldScope } from "./entities/ids.ts";
import { Fault, unlessUnavailable } from "./fault.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { createProgress } from "./terminal-progress.ts";
import { tableOfWorlds } from "./worlds/list-worlds.ts";
import { createWorldRegistry } from "./worlds/registry.ts";
import { readDescriptions } from "./worlds/world-file/describe.ts";
import { formatError, WorldFileErrors } from "./worlds/world-file/errors.ts";
import { exportWorld } from "./worlds/world-file/export.ts";
import { generateWorld } from "./worlds/world-file/generate.ts";
import { importWorldFile } from "./worlds/world-file/import.ts";
import { writeWholeFile } from "./worlds/world-file/output.ts";
import { worldFileSchema } from "./worlds/world-file/schema.ts";

const registry = createWorldRegistry();
const clock = systemClock;
const progress = createProgress(process.stderr, clock);
const interrupted = interruption();

const program = new Command("npm run world --")
  .description(
    "Imports, exports, lists and makes up worlds, as files of the format living-worlds/1; renews the store's epoch.\n" +
      "The store is the gateway's, by the same settings: SQLITE_FILE, by default data/living-worlds.sqlite.\n" +
      "The gateway may run meanwhile.",
  )
  .showHelpAfterError();

program
  .command("import")
  .description("put the world in a file in the place of what is there under its id; all of it, or nothing")
  .argument("<file>", "a world file")
  .action((file: string) => withStore((store) => importFile(store, file)));

program
  .command("export")
  .description("write a world as a file, from which an import makes an identical one")
  .argument("<id>", "the world's id: odyssey, or world:odyssey", localId)
  .option("-o, --output <file>", "where to write it; by default to standard output")
  .option("--skip-unreadable", "leave out what the store can't read, instead of giving up")
  .action((id: string, { output, skipUnreadable }: Output & { skipUnreadable?: boolean }) =>
    withStore((store) =>
      writeTo(output, (out) =>
        exportWorld({
          store,
          registry,
          worldId: worldScope(id),
          out,
          signal: interrupted,
          onProgress: show("exporting"),
          ...(skipUnreadable && {
            onUnreadable: (ids) => console.error(`left out, since it can't be read: ${ids.join(", ")}`),
          }),
        }),
      ),
    ),
  );

program
  .command("list")
  .description("print each world's id, name, status, version and how much is in it")
  .action(() => withStore(async (store) => console.log(await tableOfWorlds(store, registry))));

program
  .command("renew-epoch")
  .description(
    "give the store another epoch, after it was restored from a backup: gateways and clients then trust nothing that " +
      "they cached of the time before",
  )
  .action(() => withStore(renewEpoch));

program
  .command("generate")
  .description("make up a world of any size; the same numbers make the same file")
  .option("--characters <n>", "how many characters", wholeNumber, 100)
  .option("--events <n>", "how many timeline events", wholeNumber, 500)
  .option("--seed <n>", "what chance begins with", wholeNumber, 1)
  .option("--id <id>", "the world's id; by default generated-<seed>", localId)
  .option("-o, --output <file>", "where to write it; by default to standard output")
  .action(({ output, ...options }: { characters: number; events: number; seed: number } & Output) =>
    writeTo(output, (out) =>
      generateWorld({ ...options, registry, out, signal: interrupted, onProgress: show("generating") }),
    ),
  );

program
  .command("schema")
  .description("print the JSON Schema of world files")
  .action(() => console.log(JSON.stringify(worldFileSchema(registry, readDescriptions()), null, 2)));

try {
  await program.parseAsync();
} catch (error) {
  progress.stop();
  process.exitCode = interrupted.aborted ? interrupted.reason.exitCode : 1;
  // Whoever reads our output may have seen enough of it: `… | head`.
  if (codeOf(error) === "EPIPE") process.exitCode = 0;
  else console.error(interrupted.aborted ? "interrupted; nothing was changed" : messageOf(error));
  // A connection to a server that is silent may be left, which nobody waits for.
  setTimeout(() => process.exit(), 500).unref();
}

interface Output {
  readonly output?: string;
}

async function importFile(store: Store, file: string): Promise<void> {
  const { worldId, version, counts } = await importWorldFile({
    store,
    registry,
    clock,
    file,
    signal: interrupted,
    onProgress: ({ phase, bytes, ofBytes }) =>
      phase === "finishing" ? progress.update(phase) : progress.update(phase, bytes, ofBytes),
  });
  progress.stop();
  const held = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  console.log(`imported ${worldId}, version ${version}: ${held.join(", ")}`);
  // The world is there by now. What is left of the old one when this is interrupted, or when others keep
  // the store busy, the gateway removes.
  while (!interrupted.aborted && (await store.sweep().catch(unlessUnavailable))) {
    progress.update("removing what it replaced");
    await nextTurn();
  }
}

async function renewEpoch(store: Store): Promise<void> {
  const { epoch: before } = await store.versions([]);
  const epoch = await store.renewEpoch();
  console.log(`the store's epoch is ${epoch} now; it was ${before}`);
  console.log("gateways go on under it from their next poll; neither they nor Redis need anything else");
}

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(readConfig(process.env).store, {
    registry,
    clock,
    onIndexing: ({ done, total }) => progress.update("indexing", done, total),
  });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function writeTo(output: string | undefined, write: (out: Writable) => Promise<void>): Promise<void> {
  if (output === undefined) await write(process.stdout);
  else await writeWholeFile(output, write);
  progress.stop();
  if (output !== undefined) console.error(`wrote ${output}`);
}

function show(phase: string): (done: number, total: number) => void {
  return (done, total) => progress.update(phase, done, total);
}

/** Aborted by ^C or SIGTERM; a second one ends the process at once, as it would have without this. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const [name, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
  ] as const)
    process.once(name, () => controller.abort(Object.assign(new Error(name), { exitCode: 128 + number })));
  return controller.signal;
}

/** `odyssey`, however it is written. */
function localId(written: string): string {
  const local = written.replace(/^world:/, "");
  if (!LOCAL_ID.test(local)) throw new InvalidArgumentError(`Expected a world's id: ${LOCAL_ID_EXPECTED}.`);
  return local;
}

function wholeNumber(written: string): number {
  if (!/^\d{1,9}$/.test(written))
    throw new InvalidArgumentError("Expected a whole number below 1,000,000,000.");
  return Number(written);
}

function messageOf(error: unknown): string {
  if (error instanceof WorldFileErrors) {
    const { file, errors, more } = error;
    const lines = errors.map((one) => `  ${formatError(one)}`);
    if (more > 0) lines.push(`  and ${more} more`);
    return `${file} was not imported, and nothing was changed:\n${lines.join("\n")}`;
  }
  const expected = error instanceof Fault || error instanceof ConfigError || codeOf(error) !== undefined;
  const { message, name, stack } = error as Error;
  // What nobody foresaw is a defect of this program, and its place is worth telling.
  return expected || name === "Error" ? message : (stack ?? message);
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
