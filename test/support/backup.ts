import { copyFileSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** A copy of a SQLite store as it was at a moment, such as operators keep. */
export interface Backup {
  /** Puts it in the place of a file that no process has open. */
  replace(file: string): void;
  /** Writes it back into the database under all who have it open, in one transaction. */
  restore(): void;
}

/** Takes one of a store that may be in use; the copy lies beside the file. */
export function backUp(file: string): Backup {
  const copy = `${file}.backup`;
  rmSync(copy, { force: true });
  withDatabase(file, (db) => db.prepare("VACUUM INTO ?").run(copy));
  return {
    replace: (target) => {
      for (const end of ["", "-wal", "-shm"]) rmSync(`${target}${end}`, { force: true });
      copyFileSync(copy, target);
    },
    restore: () =>
      withDatabase(file, (db) => {
        db.prepare("ATTACH ? AS kept").run(copy);
        db.exec("BEGIN IMMEDIATE");
        const tables = db
          .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
          .all() as { name: string }[];
        for (const { name } of tables)
          db.exec(`DELETE FROM main."${name}"; INSERT INTO main."${name}" SELECT * FROM kept."${name}"`);
        db.exec("COMMIT");
      }),
  };
}

function withDatabase(file: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  try {
    work(db);
  } finally {
    db.close();
  }
}
