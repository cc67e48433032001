import type { RunQuery } from "./database.ts";

/** Statements on their way, whose rows nobody waits for one by one. */
export interface Pipeline {
  readonly send: Send;
  /** Resolves when all of them are done. */
  done(): Promise<void>;
}

export type Send = (statement: string, parameters: Readonly<Record<string, unknown>>) => void;

export function createPipeline(write: RunQuery): Pipeline {
  const sent: Promise<unknown>[] = [];
  return {
    send: (statement, parameters) => {
      sent.push(write(statement, parameters));
    },
    done: async () => {
      await Promise.all(sent);
    },
  };
}
