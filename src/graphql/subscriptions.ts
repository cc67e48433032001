import { badInput, type Fault, notFound } from "../fault.ts";
import { type TimelineEvent, timelineEvent } from "../worlds/definitions/timeline-event.ts";
import { checkId } from "../worlds/input.ts";
import type { Follower } from "../worlds/notices.ts";
import type { Reader } from "../worlds/reader.ts";
import { type Context, renew, type Services } from "./context.ts";
import { typeOfEnum } from "./entity-type.ts";
import { eventStream, type StreamedEvent } from "./event-stream.ts";
import { checkScopes, currentVersions, startFollowing } from "./followed-scopes.ts";
import type { SubscriptionInvalidationsArgs, SubscriptionTimelineEventsArgs } from "./generated/types.ts";
import { type InvalidationNotice, noticeOf, resyncNotice } from "./invalidation-notice.ts";
import { eventTokens, RESYNC, resumeAfter, scopeTokens } from "./resume.ts";

/** A notice that the asked-for types left empty comes at most this often, in milliseconds. */
const EMPTY_EVERY_MS = 1_000;
/** Events of one change that are loaded together; the others wait as ids. */
const EVENTS_AT_ONCE = 20;
const REPLACED = "the store was restored, or is another one";

/** A notice as it goes out: with the epoch of its version, and where the subscription goes on after it. */
type SentNotice = InvalidationNotice & { readonly epoch: string; readonly resume: string };

/** `invalidations`: what changed in some scopes, pulled from their logs. */
export const invalidations = {
  subscribe: async (
    _: unknown,
    { scopes, types, resume }: SubscriptionInvalidationsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ invalidations: SentNotice }>> => {
    const { registry, clock, notices } = context.services;
    checkScopes(scopes);
    const names = scopes.map(({ id }) => id).sort();
    const tokens = scopeTokens(names);
    const given = tokenOf(context, resume);
    const point = given && tokens.decode(given.token, given.field);
    const { followed, era, ...start } = await startFollowing(context.services, scopes, point);
    const wanted = types ? new Set(types.map((type) => typeOfEnum(registry, type))) : null;
    const follower = notices.follow(followed, era);
    let { epoch } = start;
    /** Scope → what the client has of it when it has the last notice. */
    const { places } = start;
    /** What comes before anything of the log: a notice of each scope that begins here, or begins anew. */
    const due: InvalidationNotice[] = followed
      .filter(({ scope }) => places.get(scope)! < 0)
      .map(({ scope, after }) => ({ ...upTo(scope, after), resync: places.get(scope) === RESYNC }));
    /** Scope → the last notice that was left empty and held back. */
    const held = new Map<string, InvalidationNotice>();
    let quietUntil = 0;

    function upTo(scope: string, version: number): InvalidationNotice {
      return resyncNotice(scope, version, new Date(clock.now()).toISOString());
    }

    /** What is held back still counts as to come, so that whoever goes on from here gets it too. */
    function sent(notice: InvalidationNotice): StreamedEvent<SentNotice> {
      held.delete(notice.scope);
      places.set(notice.scope, notice.version);
      const token = tokens.encode(
        epoch,
        names.map((scope) => places.get(scope)!),
      );
      return { event: { ...notice, epoch, resume: token }, resume: token };
    }

    async function next(): Promise<StreamedEvent<SentNotice> | null> {
      for (;;) {
        const first = due.shift();
        if (first) return sent(first);
        const ready = clock.now() >= quietUntil ? held.values().next().value : undefined;
        if (ready) {
          quietUntil = clock.now() + EMPTY_EVERY_MS;
          return sent(ready);
        }
        const found = await waitWith(follower, held.size > 0 ? quietUntil - clock.now() : null, clock);
        if (!found) return null;
        if (found.kind === "idle") continue;
        if (found.kind === "lost") return sent(upTo(found.scope, found.version));
        if (found.kind === "replaced") {
          epoch = found.epoch;
          held.clear();
          for (const scope of names) places.set(scope, RESYNC);
          due.push(...names.map((scope) => upTo(scope, found.versions.get(scope) ?? 0)));
          continue;
        }
        const { notice, empty } = noticeOf(registry, found.change, wanted);
        if (!empty) return sent(notice);
        // In the place of an older one, so that a busy scope doesn't fall behind the others for ever.
        held.set(notice.scope, notice);
      }
    }
    return eventStream({ context, field: "invalidations", follower, next });
  },
};

/** `timelineEvents`: new events of a world, or of one entity in it. */
export const timelineEvents = {
  subscribe: async (
    _: unknown,
    { worldId, entityId = null, after, resume }: SubscriptionTimelineEventsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ timelineEvents: TimelineEvent }>> => {
    const { registry, cache, notices } = context.services;
    const { world } = checkId(registry, worldId, ["World"], "worldId");
    const types = timelineEvent.fields.involves.reference!.types;
    if (entityId !== null && checkId(registry, entityId, types, "entityId").world !== world)
      throw badInput("entityId", `something in ${worldId}`, "it is in another world");
    const tokens = eventTokens(worldId);
    const given = tokenOf(context, resume);
    const point = given && tokens.decode(given.token, given.field);
    const { epoch, era, versions } = await currentVersions(cache, [worldId]);
    const current = versions.get(worldId);
    if (current === undefined) throw notFound(worldId, "worldId");
    /** The last version that the client has, and how many of its events; of those of `after` it has all. */
    const [from = 0, done = 0] = point?.numbers ?? [after ?? current, Number.POSITIVE_INFINITY];
    /** `expected`: of an `after`, as no other token than what this subscription gives out is of use. */
    const refused = (problem: string, expected = "none", at = epoch) =>
      mustResync(given?.field ?? "after", given ? "none" : expected, problem, at);
    if (point && !point.isOf(epoch)) throw refused(REPLACED);
    if (from > current) throw refused(`${worldId} has no version ${from}`, `at most ${current}`);
    if (entityId !== null && !(await context.reader.loadAny(entityId))) throw notFound(entityId, "entityId");
    const follower = notices.follow([{ scope: worldId, after: point ? Math.max(from - 1, 0) : from }], era);
    const loaded: TimelineEvent[] = [];
    let ids: readonly string[] = [];
    let version = 0;

    async function next(): Promise<StreamedEvent<TimelineEvent> | null> {
      for (;;) {
        const event = loaded.shift();
        if (event) {
          renew(context, { [worldId]: version }).prime(event);
          return { event, resume: resumeAfter(tokens, epoch, event) };
        }
        if (ids.length > 0) {
          const reader = context.newReader({ [worldId]: version });
          loaded.push(...(await eventsOf(reader, version, ids.slice(0, EVENTS_AT_ONCE), entityId)));
          ids = ids.slice(EVENTS_AT_ONCE);
          continue;
        }
        const found = await follower.next();
        if (!found) return null;
        if (found.kind === "replaced") throw refused(REPLACED, "none", found.epoch);
        if (found.kind === "lost")
          throw refused("the log doesn't reach back so far", `${found.version} or more, or none`);
        if (found.kind !== "change") continue;
        version = found.change.version;
        ids = found.change.entities
          .filter(({ type, kind }) => type === timelineEvent.name && kind === "CREATED")
          .map(({ id }) => id)
          .slice(version > from ? 0 : done);
      }
    }
    return eventStream({ context, field: "timelineEvents", follower, next });
  },
};

/** The token that a subscription goes on from, and what a bad one is called: the header stands before the argument. */
function tokenOf({ lastEventId }: Context, resume: string | null | undefined) {
  if (lastEventId) return { token: lastEventId, field: "last-event-id" };
  return resume === null || resume === undefined ? null : { token: resume, field: "resume" };
}

/** Events were missed that can't be told any more: the client has to fetch what it shows, and begin anew. */
function mustResync(field: string, expected: string, problem: string, epoch: string): Fault {
  return badInput(field, expected, problem, { resync: true, epoch });
}

/**
 * Events that a version's change made, in their order; with `entityId` those that involve it. What is there now
 * under the id of an event or of the entity, but was made again since, is another one.
 */
async function eventsOf(
  reader: Reader,
  version: number,
  ids: readonly string[],
  entityId: string | null,
): Promise<TimelineEvent[]> {
  const events = (await reader.loadEntries(ids)).filter(
    (event) => event?.born === version,
  ) as TimelineEvent[];
  if (entityId === null) return events;
  const named = await Promise.all(
    events.map(({ involves }) => {
      const pin = involves.find(({ id }) => id === entityId);
      return pin ? reader.follow(pin) : null;
    }),
  );
  return events.filter((_, index) => named[index]);
}

/** What the follower finds next, or `idle` after so many milliseconds. */
async function waitWith(
  follower: Follower,
  ms: number | null,
  clock: Services["clock"],
): ReturnType<Follower["next"]> {
  if (ms === null) return follower.next();
  const given = new AbortController();
  const idle = clock.sleep(Math.max(ms, 0), given.signal).catch(() => {});
  try {
    return await follower.next(idle);
  } finally {
    given.abort();
  }
}
