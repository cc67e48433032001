import type { Clock } from "../../../src/clock.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import type { LogRetention } from "../../../src/store/log.ts";
import type { Apart } from "./commits.ts";
import type { ModelData } from "./model-data.ts";

/**
 * Where a real store can be overtaken by others: before it reads heads or a moment, and each row behind a head; when it
 * has got a lock; when a change's work is done, before it is committed, and after each part of the commit that is to be
 * seen; before the answer.
 */
export type Step = "read" | "rows" | "lock" | "work" | "commit" | "apply" | "answer";

/** What the parts of a model store work with. */
export interface Session {
  readonly data: ModelData;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly retention: LogRetention;
  readonly newId: () => string;
  readonly pause: (step: Step) => Promise<void> | undefined;
  /** Undefined: each commit is seen at once. */
  readonly apart: Apart | undefined;
}

/** Looks at scopes of which no commit is seen in parts only. */
export async function whole<T>(session: Session, scopes: readonly string[], look: () => T): Promise<T> {
  if (!session.apart) return look();
  return holding(session, async (take) => {
    await take([...new Set(scopes)].sort());
    return look();
  });
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
