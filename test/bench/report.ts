/** What a load run came to. */
export interface Run {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export const HEADINGS = ["", "requests/s", "p50 ms", "p99 ms", "failed"];

/** A contender's line: the medians of its rounds. */
export function row(name: string, runs: readonly Run[]): string[] {
  const of = (pick: (run: Run) => number) => median(runs.map(pick)).toFixed(0);
  return [
    name,
    of((run) => run.requestsPerSecond),
    of((run) => run.p50),
    of((run) => run.p99),
    of((run) => run.failed),
  ];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** The median of ratios as a percentage, and behind it all of them. */
export function percent(ratios: readonly number[]): string {
  const shown = (ratio: number) => `${(ratio * 100).toFixed(1)}%`;
  return `${shown(median(ratios))} (${ratios.map(shown).join(", ")})`;
}

export function table(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  for (const cells of rows)
    say(
      cells
        .map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[0]!)))
        .join("  "),
    );
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
