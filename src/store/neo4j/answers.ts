import neo4j from "neo4j-driver";
import { keyedLogName, type LogRetention } from "../log.ts";
import { type KeptAnswer, parseAnswer } from "../run-change.ts";
import type { RunQuery } from "./database.ts";
import { createPipeline } from "./pipeline.ts";
import { trimOldest } from "./trim.ts";

/*
 * What retries are answered. A change's answer lies beside its log entry, and is kept as long; what changed nothing
 * has no entry, and a node of its own.
 */

/** The answer that is kept under the key in one of the scopes. */
export async function findAnswer(
  run: RunQuery,
  scopes: readonly string[],
  idempotencyKey: string,
): Promise<KeptAnswer | null> {
  const rows = await run<{ scope: string; answer: string | null }>(
    "UNWIND $scopes AS scope " +
      "OPTIONAL MATCH (c:LwChange {scope: scope, changeId: $name}) OPTIONAL MATCH (a:LwAnswer {scope: scope, key: $key}) " +
      "RETURN scope, coalesce(c.answer, a.answer) AS answer",
    { scopes, name: keyedLogName(idempotencyKey), key: idempotencyKey },
  );
  const kept = rows.find(({ answer }) => answer !== null);
  return kept ? parseAnswer(kept.scope, kept.answer!) : null;
}

/** Keeps the answer to what changed nothing, in each of the scopes, which the caller has locked. */
export async function keepAnswer(
  write: RunQuery,
  scopes: readonly string[],
  idempotencyKey: string,
  answer: KeptAnswer,
  options: { now: number; retention: LogRetention },
): Promise<void> {
  const made = await write<{ scope: string; seq: number }>(
    "UNWIND $scopes AS scope CALL { WITH scope MATCH (a:LwAnswer) USING INDEX a:LwAnswer(scope, seq) " +
      "WHERE a.scope = scope AND a.seq > 0 RETURN max(a.seq) AS newest } " +
      "CREATE (a:LwAnswer {scope: scope, seq: coalesce(newest, 0) + 1, key: $key, at: $at, answer: $answer}) " +
      "RETURN scope, a.seq AS seq",
    { scopes, key: idempotencyKey, at: neo4j.int(options.now), answer: JSON.stringify(answer) },
  );
  const pipeline = createPipeline(write);
  for (const { scope, seq } of made)
    trimOldest(pipeline.send, { label: "LwAnswer", number: "seq" }, scope, seq, options);
  await pipeline.done();
}
