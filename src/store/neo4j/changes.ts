import neo4j from "neo4j-driver";
import { partsOf, WORLDS } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import type { Head } from "../draft.ts";
import { indexedAfter, keepLatest, withoutStrangers } from "../indexed.ts";
import type { LogEntry, LogRetention } from "../log.ts";
import type { ChangeTransaction, KeptAnswer } from "../run-change.ts";
import type { Sealed, SealedScope } from "../seal.ts";
import type { Run, Transaction } from "./database.ts";
import { quoted } from "./edges.ts";
import { entityKey, newIncarnation, placeKey, shelfKey } from "./keys.ts";
import { inPieces } from "./pieces.ts";
import { addPlaces } from "./places.ts";
import { runWhole } from "./queries.ts";
import { readEpoch } from "./schema.ts";
import { headText, lockAndRead, lockOrMakeScopes, type ScopeHead, stateOf, UNKNOWN } from "./scopes.ts";
import { createSending, type Send } from "./sending.ts";
import { writeEntities } from "./writes.ts";

/** Entries that one change removes at most, so that none holds the lock for what a busy day left. */
const TRIMMED = 100;

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
        const { version, incarnation } = head;
        return { scope, version, exists: incarnation !== null, state: stateOf(registry, head) };
      });
    },

    epoch: () => readEpoch(run),

    findAnswer: async (scopes, changeId) => {
      const rows = await run<{ answer: string | null }>(
        "UNWIND $scopes AS scope MATCH (c:LwChange {scope: scope, changeId: $changeId}) RETURN c.answer AS answer",
        { scopes, changeId },
      );
      const kept = rows.find(({ answer }) => answer !== null)?.answer;
      return kept ? (JSON.parse(kept) as KeptAnswer) : null;
    },

    // Nothing is written yet: what can't find all that it has to touch isn't done at all.
    read: (queries) => runWhole(run, registry, heads, queries),

    write: async (sealed, answer) => {
      if (sealed.scopes.length === 0) return;
      const sending = createSending(write);
      const { send } = sending;
      for (const scope of sealed.scopes)
        heads.set(
          scope.scope,
          await writeScope(write, send, registry, scope, heads.get(scope.scope)!, options),
        );
      const ending = new Set(sealed.scopes.filter(({ ends }) => ends).map(({ scope }) => scope));
      await writeEntities(send, registry, {
        touched: sealed.touched,
        incarnationOf: (scope) => (ending.has(scope) ? null : heads.get(scope)!.incarnation),
      });
      await writePlaces(send, sealed, (scope) => (ending.has(scope) ? null : heads.get(scope)!.incarnation));
      if (sealed.touched.some(({ definition }) => definition.root))
        if (sealed.scopes.every(({ scope }) => scope !== WORLDS)) await forgetStrangers(run, send, registry);
      const kept = answer ? JSON.stringify(answer) : null;
      for (const { entry } of sealed.scopes) writeLog(send, entry, kept, options);
      // A scope that was made only to be locked.
      const changed = sealed.scopes.map(({ scope }) => scope);
      const idle = [...heads].filter(
        ([id, { version }]) => version === 0 && id !== WORLDS && !changed.includes(id),
      );
      if (idle.length > 0)
        send("UNWIND $scopes AS id MATCH (s:LwScope {id: id}) DELETE s", { scopes: idle.map(([id]) => id) });
      await sending.done();
    },
  };
}

/** Whether a change is in the log as it was about to be committed. The caller holds the locks. */
export async function isLogged(run: Run, entries: readonly LogEntry[]): Promise<boolean> {
  const [first] = entries;
  if (!first) return false;
  const rows = await run<{ entry: string }>(
    "MATCH (c:LwChange {scope: $scope, changeId: $changeId}) RETURN c.entry AS entry",
    { scope: first.scope, changeId: first.changeId },
  );
  return rows.some(({ entry }) => entry === JSON.stringify(first));
}

/** Writes a scope's head and returns it; the rows of the change hang on its incarnation. */
async function writeScope(
  write: Run,
  send: Send,
  registry: Registry,
  sealed: SealedScope,
  old: ScopeHead,
  { now, built }: { now: number; built?: string },
): Promise<ScopeHead> {
  const { scope, entry, state, begins, replaces, ends } = sealed;
  const { version } = entry;
  let { incarnation, base } = old;
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
        latest: keepLatest(registry, anew ? {} : old.latest, state.latest),
        indexed: indexedAfter(registry, scope, old.indexed, { version, anew }),
      };
  send("MATCH (s:LwScope {id: $scope}) SET s.version = $version, s.head = $head", {
    scope,
    version: neo4j.int(version),
    head: headText(head),
  });
  return head;
}

/** The record of a world was changed, and the list of all worlds, whose log tells nothing of it, wasn't. */
async function forgetStrangers(run: Run, send: Send, registry: Registry): Promise<void> {
  const head = (await lockAndRead(run, [WORLDS])).get(WORLDS)!;
  const indexed = withoutStrangers(registry, head.indexed);
  if (indexed)
    send("MATCH (s:LwScope {id: $scope}) SET s.head = $head", {
      scope: WORLDS,
      head: headText({ ...head, indexed }),
    });
}

async function writePlaces(
  send: Send,
  { left, entered }: Sealed,
  incarnationOf: (scope: string) => string | null,
): Promise<void> {
  const keysOf = (placed: Sealed["left"]) =>
    placed.flatMap(({ entity, place }) => {
      const incarnation = incarnationOf(place.scope);
      return incarnation === null
        ? []
        : [placeKey(shelfKey(incarnation, place.shelf), place.sort, partsOf(entity.id).local)];
    });
  await inPieces(keysOf(left), (places) =>
    send("UNWIND $places AS at MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at = at DELETE p", {
      places,
    }),
  );
  await addPlaces(send, keysOf(entered));
}

function writeLog(
  send: Send,
  entry: LogEntry,
  answer: string | null,
  { now, retention }: { now: number; retention: LogRetention },
): void {
  const { scope, version, changeId } = entry;
  send(
    "CREATE (:LwChange {scope: $scope, version: $version, changeId: $changeId, at: $at, entry: $entry, answer: $answer})",
    {
      scope,
      version: neo4j.int(version),
      changeId,
      at: neo4j.int(now),
      entry: JSON.stringify(entry),
      answer,
    },
  );
  const upTo = version - retention.entries;
  if (upTo < 1) return;
  // Oldest first and stopping at the first that stays.
  send(
    "MATCH (c:LwChange) USING INDEX c:LwChange(scope, version) WHERE c.scope = $scope AND c.version <= $upTo " +
      "WITH c ORDER BY c.scope, c.version LIMIT $trimmed WITH collect(c) AS old " +
      "WITH old, [n IN range(0, size(old) - 1) WHERE old[n].at >= $since] AS young " +
      "UNWIND old[..coalesce(head(young), size(old))] AS gone DELETE gone",
    {
      scope,
      upTo: neo4j.int(upTo),
      since: neo4j.int(now - retention.ms),
      trimmed: neo4j.int(TRIMMED),
    },
  );
}
