import { parseId, WORLDS } from "../entities/ids.ts";
import { badInput, notFound } from "../fault.ts";
import type { LogEntry } from "../store/log.ts";
import { type TimelineEvent, timelineEvent } from "../worlds/definitions/timeline-event.ts";
import { checkId } from "../worlds/input.ts";
import { type Followed, type Follower, follow } from "../worlds/notices.ts";
import { type Context, renew, type Services } from "./context.ts";
import { typeOfEnum } from "./entity-type.ts";
import type {
  ScopeInput,
  SubscriptionInvalidationsArgs,
  SubscriptionTimelineEventsArgs,
} from "./generated/types.ts";
import { type Notice, noticeOf, resyncNotice } from "./notice.ts";

const MAX_SCOPES = 100;
/** A notice that the asked-for types left empty comes at most this often, in milliseconds. */
const EMPTY_EVERY_MS = 1_000;

/** `invalidations`: what changed in some scopes, pulled from their logs. */
export const invalidations = {
  subscribe: async (
    _: unknown,
    { scopes, types }: SubscriptionInvalidationsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ invalidations: Notice }>> => {
    const { registry, clock } = context.services;
    const followed = await checkScopes(context.services, scopes);
    const wanted = types ? new Set(types.map((type) => typeOfEnum(registry, type))) : null;
    const follower = follow({ ...context.services, followed });
    /** Scope → the last version that an empty notice held back. */
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
        const change = await waitWith(follower, held.size > 0 ? quietUntil - clock.now() : null, clock);
        if (!change) return null;
        if (change.kind === "idle") continue;
        if (change.kind === "lost") {
          held.delete(change.scope);
          return resyncNotice(change.scope, change.version, new Date(clock.now()).toISOString());
        }
        const { notice, empty } = noticeOf(change.entry, wanted);
        held.delete(notice.scope);
        if (!empty) return notice;
        held.set(notice.scope, notice);
      }
    }
    return stream(context, follower, async () => {
      const notice = await next();
      return notice && { invalidations: notice };
    });
  },
};

/** `timelineEvents`: new events of a world, or of one entity in it. */
export const timelineEvents = {
  subscribe: async (
    _: unknown,
    { worldId, entityId, after }: SubscriptionTimelineEventsArgs,
    context: Context,
  ): Promise<AsyncIterable<{ timelineEvents: TimelineEvent }>> => {
    const { registry } = context.services;
    const { world } = checkId(registry, worldId, ["World"], "worldId");
    if (entityId) {
      const types = timelineEvent.fields.involves.reference!.types;
      if (checkId(registry, entityId, types, "entityId").world !== world)
        throw badInput("entityId", `something in ${worldId}`, "it is in another world");
      if (!(await context.reader.loadAny(entityId))) throw notFound(entityId, "entityId");
    }
    const followed = await checkScopes(context.services, [{ id: worldId, after }], "after", "worldId");
    const follower = follow({ ...context.services, followed });
    const waiting: { event: TimelineEvent; version: number }[] = [];

    return stream(context, follower, async () => {
      for (;;) {
        const ready = waiting.shift();
        if (ready) {
          renew(context, { [worldId]: ready.version }).prime(ready.event);
          return { timelineEvents: ready.event };
        }
        const change = await follower.next();
        if (!change) return null;
        if (change.kind === "lost")
          throw badInput(
            "after",
            `a version that the log still reaches: ${change.version} at least`,
            "the log was trimmed",
          );
        if (change.kind !== "change") continue;
        const { version } = change.entry;
        for (const event of await eventsOf(context, change.entry, entityId ?? null))
          waiting.push({ event, version });
      }
    });
  },
};

/** The events that a change made, in their order, as of that change or later. */
async function eventsOf(
  context: Context,
  entry: LogEntry,
  entityId: string | null,
): Promise<TimelineEvent[]> {
  const ids = entry.entities
    .filter(({ type, kind }) => type === timelineEvent.name && kind === "CREATED")
    .map(({ id }) => id);
  if (ids.length === 0) return [];
  const reader = context.newReader({ [entry.scope]: entry.version });
  const events = (await Promise.all(ids.map((id) => reader.load(timelineEvent, id)))).filter(
    (event) => event !== null,
  );
  if (!entityId) return events;
  const named = await Promise.all(
    events.map(({ involves }) => {
      const pin = involves.find(({ id }) => id === entityId);
      return pin ? reader.follow(pin) : null;
    }),
  );
  return events.filter((_, index) => named[index]);
}

/** Where each scope is to be followed from. Throws for unknown scopes and versions not reached yet. */
async function checkScopes(
  { cache }: Services,
  scopes: readonly ScopeInput[],
  afterField = "scopes.after",
  idField = "scopes.id",
): Promise<Followed[]> {
  if (scopes.length < 1 || scopes.length > MAX_SCOPES)
    throw badInput("scopes", `1 to ${MAX_SCOPES} scopes`, `there are ${scopes.length}`);
  for (const { id } of scopes)
    if (id !== WORLDS && parseId(id)?.prefix !== "world")
      throw badInput(idField, 'a world\'s id, or "worlds"', `${JSON.stringify(id)} is neither`);
  const versions = await cache.refresh(scopes.map(({ id }) => id));
  return scopes.map(({ id, after }) => {
    const version = versions.get(id);
    if (version === undefined) throw notFound(id, idField);
    if (after !== undefined && after !== null && after > version)
      throw badInput(afterField, `at most ${version}`, `${id} has no version ${after}`);
    return { scope: id, after: after ?? version };
  });
}

/** The follower's next change, or `idle` after so many milliseconds. */
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

/**
 * An iterator that asks for one event when it is asked for one, and that ends, even while it waits, as
 * soon as the client is gone. Each event is a piece of work of its own, with a reader of its own.
 */
function stream<T>(
  context: Context,
  follower: Follower,
  next: () => Promise<T | null>,
): AsyncIterableIterator<T> {
  const end = () => follower.stop();
  const signals = [context.services.closing, context.gone].filter((signal) => signal !== undefined);
  for (const signal of signals) signal.addEventListener("abort", end, { once: true });
  if (signals.some(({ aborted }) => aborted)) end();
  const done = () => {
    for (const signal of signals) signal.removeEventListener("abort", end);
    end();
    return { done: true as const, value: undefined };
  };
  return {
    next: async () => {
      try {
        const value = await next();
        if (value === null) return done();
        return { done: false, value };
      } catch (error) {
        done();
        throw error;
      }
    },
    return: async () => done(),
    throw: async (error) => {
      done();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
