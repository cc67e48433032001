import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Store } from "../../src/store/store.ts";

/** Copies a SQLite store as it is now, also while it is in use. */
export function backUp(file: string, to: string): void {
  rmSync(to, { force: true });
  withDatabase(file, (database) => database.prepare("VACUUM INTO ?").run(to));
}

/** Gives a store that nobody has open another epoch, and answers it. */
export function renewEpoch(file: string): string {
  const epoch = crypto.randomUUID();
  withDatabase(file, (database) =>
    database.prepare("UPDATE meta SET value = ? WHERE key = 'store-id'").run(epoch),
  );
  return epoch;
}

/** One address, behind which another store can be put while a gateway uses it. */
export interface Address {
  wrap(store: Store): Store;
  /** From now on this one answers. */
  put(store: Store): void;
}

export function createAddress(): Address {
  let current: Store;
  return {
    wrap: (store) => {
      current = store;
      return new Proxy(store, { get: (_, name) => current[name as keyof Store] });
    },
    put: (store) => {
      current = store;
    },
  };
}

function withDatabase(file: string, work: (database: DatabaseSync) => unknown): void {
  const database = new DatabaseSync(file);
  try {
    work(database);
  } finally {
    database.close();
  }
}
