import "./node-version.js";
import closeWithGrace from "close-with-grace";
import { ConfigError, readConfig } from "./config.ts";
import { startGateway } from "./gateway.ts";
import { createLogger } from "./observability/logger.ts";
import { settings } from "./settings.ts";
import { cachePolicies } from "./worlds/registry.ts";

const policies = cachePolicies();

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  process.stdout.write(help());
} else {
  await run();
}

async function run(): Promise<void> {
  const config = configOrExit();
  const logger = createLogger(config.log);
  try {
    const gateway = await startGateway(config, { logger });
    const { delayMs, drainMs } = config.http;
    // A second signal ends the process at once.
    closeWithGrace({ delay: delayMs + drainMs + 5_000, logger: false }, async ({ signal, err }) => {
      if (err) logger.fatal({ err }, "unexpected failure: shutting down");
      else logger.info({ signal }, "shutting down");
      await gateway.close({ delayMs: err ? 0 : delayMs });
      logger.info("closed");
    });
    // Whoever has read this may send a signal.
    logger.info({ url: gateway.url, graphiql: config.http.graphiql }, `listening on ${gateway.url}`);
  } catch (error) {
    const details = logger.isLevelEnabled("debug") ? { err: error } : {};
    logger.fatal(details, `can't start: ${(error as Error).message}${hintFor(error)}`);
    process.exitCode = 1;
    // A connection to a server that is silent may be left, which nobody waits for, but the line has to be written.
    setTimeout(() => process.exit(), 500).unref();
  }
}

function configOrExit() {
  try {
    return readConfig(process.env, { policies, terminal: process.stdout.isTTY });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** What to do about a start that failed, where the message doesn't say it. */
function hintFor(error: unknown): string {
  const { message, code } = error as { message: string; code?: string };
  if (code === "EADDRINUSE") return ": set PORT to a free one";
  if (code === "EACCES") return ": set PORT to one that this user may listen on";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return ": set HOST to an address of this machine";
  if (message.startsWith("can't open") && !message.includes("SQLITE_FILE"))
    return ": set SQLITE_FILE to a file that can be read and written";
  return "";
}

/** Every setting with its default. */
function help(): string {
  const lines = settings(policies).map(
    (one) => `  ${one.name.padEnd(26)} ${one.description} [${one.default}]`,
  );
  return `Living Worlds gateway: serves worlds over GraphQL.\n\nUsage: npm start\n\nIt is configured by the environment:\n${lines.join("\n")}\n`;
}
