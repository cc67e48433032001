import type { Clock } from "../../../src/clock.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import type { LogRetention } from "../../../src/store/log.ts";
import type { Apart, ModelData } from "./model-data.ts";

/** Where a real store can be overtaken by others. */
export type Step = "read" | "rows" | "lock" | "work" | "commit" | "apply" | "answer";

/** What the parts of a model store work with. */
export interface Session {
  readonly data: ModelData;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly retention: LogRetention;
  readonly newId: () => string;
  readonly pause: (step: Step) => Promise<void> | undefined;
  readonly apart: Apart | undefined;
}

/** Holds the locks of scopes while it works, and those that it takes meanwhile: all in sorted order. */
export async function holding<T>(
  { data, pause }: Session,
  work: (take: (scopes: readonly string[]) => Promise<void>) => Promise<T>,
): Promise<T> {
  const held: string[] = [];
  try {
    return await work(async (scopes) => {
      for (const scope of scopes) {
        if (held.includes(scope)) continue;
        await data.locks.take(scope);
        held.push(scope);
        await pause("lock");
      }
    });
  } finally {
    for (const scope of held) data.locks.give(scope);
  }
}
