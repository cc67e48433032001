import { SingleBar } from "cli-progress";
import type { Clock } from "./clock.ts";

/** Shows how far a long piece of work is: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** Without numbers where they aren't known. */
  update(phase: string, done?: number, total?: number): void;
  /** Ends the bar, for other output. */
  stop(): void;
}

/** Milliseconds between two lines of one phase. */
const PAUSE = 5_000;

export function createProgress(stream: NodeJS.WriteStream, clock: Clock): Progress {
  return stream.isTTY ? bars(stream) : lines(stream, clock);
}

function bars(stream: NodeJS.WriteStream): Progress {
  const format = "{phase} [{bar}] {percentage}% {duration_formatted}";
  let bar: SingleBar | null = null;
  let current: string | null = null;
  const stop = () => {
    bar?.stop();
    bar = null;
  };
  return {
    update: (phase, done, total) => {
      if (phase !== current) {
        stop();
        current = phase;
        if (total === undefined) stream.write(`${phase} …\n`);
        else {
          // Without its own handlers: the command answers SIGINT itself.
          bar = new SingleBar({ format, stream, barsize: 30, hideCursor: true, gracefulExit: false });
          bar.start(total, 0, { phase });
        }
      }
      if (done !== undefined) bar?.update(done);
    },
    stop,
  };
}

function lines(stream: NodeJS.WriteStream, clock: Clock): Progress {
  let current: string | null = null;
  let last = 0;
  return {
    update: (phase, done, total) => {
      if (phase === current && clock.now() < last + PAUSE) return;
      const share =
        phase === current && done !== undefined && total ? `: ${Math.floor((100 * done) / total)}%` : "";
      current = phase;
      last = clock.now();
      stream.write(`${phase}${share}\n`);
    },
    stop: () => {},
  };
}
