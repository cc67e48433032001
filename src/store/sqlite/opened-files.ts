import { statSync } from "node:fs";
import { StoreFault } from "../store-fault.ts";

/**
 * Whether an open database's files still lie where they were opened. What is written into one that was removed or
 * replaced is lost with this process, and a log or an index of its own that another process makes spoils the database.
 */
export interface OpenedFiles {
  /** What has become of them; null: nothing. */
  trouble(): StoreFault | null;
}

/** Of a database in WAL mode that has been opened just now. */
export function openedFiles(file: string): OpenedFiles {
  const known = [file, `${file}-wal`, `${file}-shm`].map((path) => ({ path, id: identityOf(path) }));
  return {
    trouble: () => {
      const lost = known.find(({ path, id }) => id !== null && identityOf(path) !== id);
      return (
        (lost &&
          new StoreFault(
            "the store's file was removed or replaced while it was in use, so no change would be kept: put it back, or restart the gateway",
            { until: "change", cause: new Error(`${lost.path} isn't the file that was opened`) },
          )) ??
        null
      );
    },
  };
}

function identityOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.dev}:${stat.ino}` : null;
}
