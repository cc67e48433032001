import { keyedLogName, type LogRetention } from "../log.ts";
import { type KeptAnswer, parseAnswer } from "../run-change.ts";
import type { SqliteConnection } from "./database.ts";
import { trimOldest } from "./trim.ts";

/*
 * What retries are answered. A change's answer lies beside its log entry, and is kept as long; what changed nothing
 * has no entry, and a row of its own.
 */

/** The answer that is kept under the key in one of the scopes. */
export function findAnswer(
  connection: SqliteConnection,
  scopes: readonly string[],
  idempotencyKey: string,
): KeptAnswer | null {
  for (const scope of scopes) {
    const row = connection.get<{ answer: string | null }>(
      "SELECT answer FROM log WHERE scope = ?1 AND change_id = ?2 " +
        "UNION ALL SELECT answer FROM answer WHERE scope = ?1 AND key = ?3",
      scope,
      keyedLogName(idempotencyKey),
      idempotencyKey,
    );
    if (row?.answer) return parseAnswer(scope, row.answer);
  }
  return null;
}

/** Keeps the answer to what changed nothing. */
export function keepAnswer(
  connection: SqliteConnection,
  scope: string,
  idempotencyKey: string,
  answer: KeptAnswer,
  options: { now: number; retention: LogRetention },
): void {
  const newest = connection.get<{ seq: number | null }>(
    "SELECT max(seq) AS seq FROM answer WHERE scope = ?",
    scope,
  );
  const seq = (newest?.seq ?? 0) + 1;
  connection.run(
    "INSERT INTO answer (scope, seq, key, at, answer) VALUES (?, ?, ?, ?, ?)",
    scope,
    seq,
    idempotencyKey,
    options.now,
    JSON.stringify(answer),
  );
  trimOldest(connection, ANSWERS, scope, seq, options);
}

const ANSWERS = { table: "answer", number: "seq" } as const;
