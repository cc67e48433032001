import { parseId, WORLDS } from "../entities/ids.ts";
import { badInput, notFound } from "../fault.ts";
import { type TimelineEvent, timelineEvent } from "../worlds/definitions/timeline-event.ts";
import { checkId } from "../worlds/input.ts";
import type { Followed, Follower } from "../worlds/notices.ts";
import type { Reader } from "../worlds/reader.ts";
import { type Context, renew, type Services } from "./context.ts";
import { typeOfEnum } from "./entity-type.ts";
import { eventStream } from "./event-stream.ts";
import type {
  ScopeInput,
  SubscriptionInvalidationsArgs,
  SubscriptionTimelineEventsArgs,
} from "./generated/types.ts";
import { type Notice, noticeOf, resyncNotice } from "./notice.ts";

const MAX_SCOPES = 100;
/** A notice that the asked-for types left empty comes at most this often, in milliseconds. */
const EMPTY_EVERY_MS = 1_000;
/** Events of one change that are loaded together; the others wait as ids. */
const EVENTS_AT_ONCE = 20;

/** `invalidations`: what changed in some scopes, pulled from their logs. */
export const invalidations = {
  subscribe: async (
    _: unknown,
    { scopes, types }: SubscriptionInvalidationsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ invalidations: Notice }>> => {
    const { registry, clock, notices } = context.services;
    const followed = await checkScopes(context.services, scopes);
    const wanted = types ? new Set(types.map((type) => typeOfEnum(registry, type))) : null;
    const follower = notices.follow(followed);
    /** Scope → the last notice that was left empty and held back. */
    const held = new Map<string, Notice>();
    let quietUntil = 0;

    async function next(): Promise<Notice | null> {
      for (;;) {
        const ready = clock.now() >= quietUntil ? held.entries().next().value : undefined;
        if (ready) {
          held.delete(ready[0]);
          quietUntil = clock.now() + EMPTY_EVERY_MS;
          return ready[1];
        }
        const found = await waitWith(follower, held.size > 0 ? quietUntil - clock.now() : null, clock);
        if (!found) return null;
        if (found.kind === "idle") continue;
        if (found.kind === "lost") {
          held.delete(found.scope);
          return resyncNotice(found.scope, found.version, new Date(clock.now()).toISOString());
        }
        const { notice, empty } = noticeOf(registry, found.change, wanted);
        if (empty) {
          // In the place of an older one, so that a busy scope doesn't fall behind the others for ever.
          held.set(notice.scope, notice);
          continue;
        }
        held.delete(notice.scope);
        return notice;
      }
    }
    return eventStream({ context, field: "invalidations", follower, next });
  },
};

/** `timelineEvents`: new events of a world, or of one entity in it. */
export const timelineEvents = {
  subscribe: async (
    _: unknown,
    { worldId, entityId = null, after }: SubscriptionTimelineEventsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ timelineEvents: TimelineEvent }>> => {
    const { registry, notices } = context.services;
    const { world } = checkId(registry, worldId, ["World"], "worldId");
    const types = timelineEvent.fields.involves.reference!.types;
    if (entityId !== null && checkId(registry, entityId, types, "entityId").world !== world)
      throw badInput("entityId", `something in ${worldId}`, "it is in another world");
    const [followed] = await currentPlaces(context.services, [
      { id: worldId, after, idField: "worldId", afterField: "after" },
    ]);
    if (entityId !== null && !(await context.reader.loadAny(entityId))) throw notFound(entityId, "entityId");
    const follower = notices.follow([followed!]);
    const loaded: TimelineEvent[] = [];
    let ids: readonly string[] = [];
    let version = 0;

    async function next(): Promise<TimelineEvent | null> {
      for (;;) {
        const event = loaded.shift();
        if (event) {
          renew(context, { [worldId]: version }).prime(event);
          return event;
        }
        if (ids.length > 0) {
          const reader = context.newReader({ [worldId]: version });
          loaded.push(...(await eventsOf(reader, version, ids.slice(0, EVENTS_AT_ONCE), entityId)));
          ids = ids.slice(EVENTS_AT_ONCE);
          continue;
        }
        const found = await follower.next();
        if (!found) return null;
        if (found.kind === "lost")
          throw badInput("after", `${found.version} or more, or none`, "the log doesn't reach back so far");
        if (found.kind !== "change") continue;
        version = found.change.version;
        ids = found.change.entities
          .filter(({ type, kind }) => type === timelineEvent.name && kind === "CREATED")
          .map(({ id }) => id);
      }
    }
    return eventStream({ context, field: "timelineEvents", follower, next });
  },
};

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
  const events = (await Promise.all(ids.map((id) => reader.load(timelineEvent, id)))).filter(
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

/** Where each scope is to be followed from. Throws BAD_USER_INPUT, NOT_FOUND. */
async function checkScopes(services: Services, scopes: readonly ScopeInput[]): Promise<Followed[]> {
  if (scopes.length < 1 || scopes.length > MAX_SCOPES)
    throw badInput("scopes", `1 to ${MAX_SCOPES} scopes`, `there are ${scopes.length}`);
  const seen = new Set<string>();
  const places = scopes.map(({ id, after }, index) => {
    const idField = `scopes.${index}.id`;
    if (id !== WORLDS && parseId(id)?.prefix !== "world")
      throw badInput(idField, 'a world\'s id, or "worlds"', "it is neither");
    if (seen.has(id)) throw badInput(idField, "each scope once", `${id} stands here twice`);
    seen.add(id);
    return { id, after, idField, afterField: `scopes.${index}.after` };
  });
  return currentPlaces(services, places);
}

/** Throws for scopes that the store doesn't know, and for versions that they haven't reached. */
async function currentPlaces(
  { cache }: Services,
  places: readonly (ScopeInput & { idField: string; afterField: string })[],
): Promise<Followed[]> {
  const versions = await cache.refresh(places.map(({ id }) => id));
  return places.map(({ id, after, idField, afterField }) => {
    const version = versions.get(id);
    if (version === undefined) throw notFound(id, idField);
    if (after !== undefined && after !== null && after > version)
      throw badInput(afterField, `at most ${version}`, `${id} has no version ${after}`);
    return { scope: id, after: after ?? version };
  });
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
