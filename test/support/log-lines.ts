import { createLogger, type Logger } from "../../src/observability/logger.ts";

/** What a gateway logs, kept instead of printed. */
export interface LogLines {
  readonly logger: Logger;
  /** The lines as they were written. */
  readonly lines: string[];
  /** The lines of `warn` and worse, parsed. */
  troubles(): Record<string, unknown>[];
}

export function keepLog(level = "info"): LogLines {
  const lines: string[] = [];
  const logger = createLogger({ level, format: "json" }, { write: (line) => void lines.push(line) });
  const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, troubles: () => parsed().filter(({ level }) => (level as number) >= 40) };
}
