import neo4j from "neo4j-driver";
import { partsOf, WORLDS } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import type { Head } from "../draft-images.ts";
import { indexedAfter, keepLatest, withoutStrangers } from "../indexed.ts";
import type { LogRetention } from "../log.ts";
import type { PreparedChange, PreparedCommit } from "../prepare-commits.ts";
import type { ChangeTransaction } from "../run-change.ts";
import { findAnswer, keepAnswer } from "./answers.ts";
import type { RunQuery, Transaction } from "./database.ts";
import { quoted } from "./edges.ts";
import { entityKey, newIncarnation, placeKey, shelfKey } from "./keys.ts";
import { writeLog } from "./log.ts";
import { createPipeline, type Send } from "./pipeline.ts";
import { addPlaces, removePlaces, takePlaces } from "./places.ts";
import { runQueries } from "./queries.ts";
import { readEpoch } from "./schema.ts";
import {
  type Heads,
  headText,
  lockAndRead,
  lockOrMakeScopes,
  type ScopeHead,
  stateOf,
  UNKNOWN,
} from "./scopes.ts";
import { writeEntities } from "./writes.ts";

/** A change inside a transaction of Neo4j, which the caller began and commits. */
export function createChange(
  transaction: Transaction,
  registry: Registry,
  options: { now: number; retention: LogRetention; built?: string },
): ChangeTransaction {
  const { run, write } = transaction;
  let heads = new Map<string, ScopeHead>();

  return {
    lock: async (scopes) => {
      heads = new Map(await lockAndRead(run, scopes, lockOrMakeScopes));
      return scopes.map((scope): Head => {
        const head = heads.get(scope)!;
        const { version, incarnation, lost } = head;
        return {
          scope,
          version,
          exists: incarnation !== null || !!lost,
          state: stateOf(registry, scope, head),
        };
      });
    },

    epoch: () => readEpoch(run),

    findAnswer: (scopes, idempotencyKey) => findAnswer(run, scopes, idempotencyKey),

    keep: async (scopes, idempotencyKey, answer) => {
      await keepAnswer(write, scopes, idempotencyKey, answer, options);
      const pipeline = createPipeline(write);
      removeUnknown(pipeline.send, heads);
      await pipeline.done();
    },

    read: (queries) => runQueries(run, registry, heads, queries),

    write: async (prepared, answer) => {
      const pipeline = createPipeline(write);
      const { send } = pipeline;
      for (const scope of prepared.scopes)
        heads.set(
          scope.scope,
          await writeScope(write, send, registry, scope, heads.get(scope.scope)!, options),
        );
      const ending = new Set(prepared.scopes.filter(({ ends }) => ends).map(({ scope }) => scope));
      await writeEntities(send, registry, {
        touched: prepared.touched,
        incarnationOf: (scope) => (ending.has(scope) ? null : heads.get(scope)!.incarnation),
      });
      for (const { scope, local, lists } of prepared.lost)
        if (!ending.has(scope)) await removePlaces(write, heads.get(scope)!.incarnation!, [local], lists);
      await writePlaces(send, prepared, (scope) =>
        ending.has(scope) ? null : heads.get(scope)!.incarnation,
      );
      if (prepared.touched.some(({ definition }) => definition.root))
        if (prepared.scopes.every(({ scope }) => scope !== WORLDS))
          await forgetStrangers(run, send, registry);
      const kept = answer ? JSON.stringify(answer) : null;
      for (const { entry } of prepared.scopes) writeLog(send, entry, kept, options);
      removeUnknown(send, heads);
      await pipeline.done();
    },
  };
}

/** Removes the scopes that were made only to be locked. */
function removeUnknown(send: Send, heads: Heads): void {
  const scopes = [...heads].filter(([id, { version }]) => version === 0 && id !== WORLDS).map(([id]) => id);
  if (scopes.length > 0) send("UNWIND $scopes AS id MATCH (s:LwScope {id: id}) DELETE s", { scopes });
}

/** Writes a scope's head and returns it; the rows of the change hang on its incarnation. */
async function writeScope(
  write: RunQuery,
  send: Send,
  registry: Registry,
  prepared: PreparedCommit,
  old: ScopeHead,
  { now, built }: { now: number; built?: string },
): Promise<ScopeHead> {
  const { scope, entry, state, begins, replaces, ends } = prepared;
  const { version } = entry;
  let { incarnation, base } = old;
  if ((ends || replaces) && old.lost) incarnation = await currentIncarnation(write, scope);
  if ((ends || replaces) && incarnation !== null) {
    send("MATCH (i:LwIncarnation {id: $incarnation}) SET i.status = 'retired', i.touchedAt = $now", {
      incarnation,
      now: neo4j.int(now),
    });
    // What asks for a world by its label finds the one that is current.
    const { name } = registry.ofId(scope)!;
    send(`MATCH (w:LwEntity {_key: $key}) REMOVE w:${quoted(name)}`, {
      key: entityKey(registry, incarnation, scope),
    });
  }
  if (replaces) {
    incarnation = built ?? null;
    base = version;
    const alive = await write(
      "MATCH (i:LwIncarnation {id: $incarnation}) WHERE i.status = 'building' " +
        "SET i.status = 'current', i.touchedAt = $now RETURN i.id AS id",
      { incarnation, now: neo4j.int(now) },
    );
    if (alive.length === 0) throw conflict("the import was silent for too long and was given up");
  }
  if (begins) {
    incarnation = newIncarnation();
    base = version;
    send("CREATE (:LwIncarnation {id: $incarnation, scope: $scope, status: 'current', touchedAt: $now})", {
      incarnation,
      scope,
      now: neo4j.int(now),
    });
  }
  if (incarnation === null) throw new Error(`${scope} has no incarnation to write to`);
  const anew = begins || replaces;
  const head: ScopeHead = ends
    ? { ...UNKNOWN, version }
    : {
        version,
        incarnation,
        base,
        counts: state.counts,
        latest: keepLatest(registry, anew ? {} : old.latest, state.latest, state.counts),
        indexed: indexedAfter(registry, scope, old.indexed, { version, anew }),
      };
  send("MATCH (s:LwScope {id: $scope}) SET s.version = $version, s.head = $head", {
    scope,
    version: neo4j.int(version),
    head: headText(head),
  });
  return head;
}

/** What the rows of a scope hang on whose head can't be read. */
async function currentIncarnation(run: RunQuery, scope: string): Promise<string | null> {
  const [row] = await run<{ id: string }>(
    "MATCH (i:LwIncarnation) USING INDEX i:LwIncarnation(status) WHERE i.status = 'current' AND i.scope = $scope " +
      "RETURN i.id AS id",
    { scope },
  );
  return row?.id ?? null;
}

/** The record of a world was changed, and the list of all worlds, whose log tells nothing of it, wasn't. */
async function forgetStrangers(run: RunQuery, send: Send, registry: Registry): Promise<void> {
  const head = (await lockAndRead(run, [WORLDS])).get(WORLDS)!;
  const indexed = withoutStrangers(registry, head.indexed);
  if (indexed && !head.lost)
    send("MATCH (s:LwScope {id: $scope}) SET s.head = $head", {
      scope: WORLDS,
      head: headText({ ...head, indexed }),
    });
}

async function writePlaces(
  send: Send,
  { left, entered }: PreparedChange,
  incarnationOf: (scope: string) => string | null,
): Promise<void> {
  const keysOf = (placed: PreparedChange["left"]) =>
    placed.flatMap(({ entity, place }) => {
      const incarnation = incarnationOf(place.scope);
      return incarnation === null
        ? []
        : [placeKey(shelfKey(incarnation, place.shelf), place.sort, partsOf(entity.id).local)];
    });
  await takePlaces(send, keysOf(left));
  await addPlaces(send, keysOf(entered));
}
