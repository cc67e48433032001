import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

const storage = new AsyncLocalStorage<string>();

/** Runs `work`; whatever it logs and answers carries the request's id. */
export function inRequest<T>(requestId: string, work: () => T): T {
  return storage.run(requestId, work);
}

export function currentRequestId(): string | undefined {
  return storage.getStore();
}

/** An id for a request that came without one. Node draws these from a pool, so they cost next to nothing. */
export function newRequestId(): string {
  const id = randomUUID();
  // Looked into, its two dozen pieces become one text; subscriptions keep it.
  id.charCodeAt(0);
  return id;
}
