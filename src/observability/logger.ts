import pino from "pino";
import { isColorSupported, prettyFactory } from "pino-pretty";
import { type EpochEvent, RESTORED_ADVICE } from "../cache/epoch.ts";
import type { Outcome, Outcomes } from "../cache/outcomes.ts";
import { currentRequestId } from "./request-scope.ts";

export type Logger = pino.Logger;

/**
 * Pino: JSON lines, or readable ones for a terminal, or JSON lines to `destination`. Every line of a
 * request carries its id.
 */
export function createLogger(
  options: { level: string; format: "pretty" | "json" },
  destination?: pino.DestinationStream,
): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const requestId = currentRequestId();
      return requestId ? { requestId } : {};
    },
  };
  if (destination) return pino(settings, destination);
  return pino(settings, options.format === "json" ? standardOutput() : readableOutput());
}

/** Written before the call returns, so that the last lines of a process are there, in their order. */
function standardOutput(): ReturnType<typeof pino.destination> {
  return pino.destination({ dest: 1, sync: true });
}

/** For a terminal. Not pino's own transport: its worker writes late, and stays when nobody reads any more. */
function readableOutput(): pino.DestinationStream {
  const output = standardOutput();
  const pretty = prettyFactory({
    colorize: isColorSupported,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss.l",
  });
  return { write: (line) => void output.write(pretty(line)) };
}

/** The lists of a world that holds no more entities than this are indexed too fast for a line at info. */
const FEW_ENTITIES = 1_000;

/** Logs how far the indexing of a world's lists has come. */
export function logIndexing(
  logger: Logger,
): (progress: { readonly total: number; readonly finished: boolean }) => void {
  return ({ finished, ...facts }) =>
    logger[facts.total > FEW_ENTITIES ? "info" : "debug"](
      facts,
      finished ? "lists are indexed" : "indexing lists that the store lacks",
    );
}

/** Logs when the store has another epoch, and when it turns out to be restored: once each. */
export function logEpochs(logger: Logger): (event: EpochEvent) => void {
  return ({ kind, epoch, before }) => {
    if (kind === "restored") logger.error({ epoch }, RESTORED_ADVICE);
    else if (before.restored)
      logger.info({ epoch, before: before.epoch }, "the store has a new epoch: caches are trusted again");
    else
      logger.warn(
        { epoch, before: before.epoch },
        "the store has another epoch: what was cached and heard of the one before is forgotten",
      );
  };
}

/** Logs what becomes of cached values: types, keys and reasons, and never a payload. One line at info a change. */
export function logOutcomes(outcomes: Outcomes, logger: Logger): void {
  if (!logger.isLevelEnabled("info")) return;
  outcomes.listen((outcome) => {
    const { level, message } = LINES[outcome.kind];
    if (!logger.isLevelEnabled(level)) return;
    const { kind, ...facts } = outcome;
    logger[level](facts, message);
  });
}

const LINES: Record<Outcome["kind"], { level: "debug" | "info" | "warn" | "error"; message: string }> = {
  hit: { level: "debug", message: "cache hit" },
  miss: { level: "debug", message: "cache miss" },
  fill: { level: "debug", message: "cache write" },
  "fill-rejected": { level: "debug", message: "cache write refused" },
  change: { level: "info", message: "cache invalidation" },
  invalidation: { level: "debug", message: "cache invalidation in one tier" },
  garbage: { level: "error", message: "what was cached can't be decoded: it is replaced" },
  stale: { level: "debug", message: "cached value served unconfirmed" },
};
