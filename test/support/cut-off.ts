import type { Listened } from "./subscribers.ts";
import { type Result, sse, type Transport, webSocket } from "./transports.ts";
import { until } from "./until.ts";

/** How a client says where it goes on. */
export interface Way {
  readonly name: string;
  readonly transport: Transport;
  readonly by: "resume" | "Last-Event-ID";
}

export const ways: readonly Way[] = [
  { name: "SSE by `resume`", transport: sse, by: "resume" },
  { name: "SSE by `Last-Event-ID`", transport: sse, by: "Last-Event-ID" },
  { name: "WebSocket by `resume`", transport: webSocket, by: "resume" },
];

/** A client that is cut off again and again, and goes on after the last thing that it has taken. */
export interface CutOff {
  /** Connects, takes so many events' fields, and breaks the connection; the server has noticed when it answers. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  take(count: number): Promise<any[]>;
  /** Connects, and answers the next result, whatever it is, as `take` does. */
  result(): Promise<Result | null>;
  /** Where it goes on; undefined: it has taken nothing yet. */
  readonly resume: string | undefined;
}

/** `query` selects `resume` and takes it as a variable; `gateway` may be another one each time. */
export function createCutOff(
  gateway: () => Listened,
  { transport, by }: Way,
  query: string,
  variables: Record<string, unknown>,
  from?: string,
): CutOff {
  let resume = from;

  async function connected<T>(work: (next: () => Promise<Result | null>) => Promise<T>): Promise<T> {
    const { url, cache } = gateway();
    const headers = by === "Last-Event-ID" && resume ? { "last-event-id": resume } : undefined;
    const given = by === "resume" ? { ...variables, resume } : variables;
    const subscription = transport.subscribe(url, query, given, headers);
    try {
      return await work(subscription.next);
    } finally {
      subscription.vanish();
      await until(() => cache.scopes.watchers() === 0);
    }
  }

  return {
    take: (count) =>
      connected(async (next) => {
        await until(() => gateway().cache.scopes.watchers() > 0);
        const taken = [];
        while (taken.length < count) {
          const result = await next();
          if (!result?.data) throw new Error(`expected an event: ${JSON.stringify(result)}`);
          const [field] = Object.values<{ resume: string }>(result.data);
          if (transport === sse && result.id !== field!.resume)
            throw new Error(`the event's id is ${result.id}, and its resume ${field!.resume}`);
          resume = field!.resume;
          taken.push(field);
        }
        return taken;
      }),
    result: () => connected((next) => next()),
    get resume() {
      return resume;
    },
  };
}

export const RESUMED_EVENTS = `subscription ($worldId: ID!, $entityId: ID, $after: Version, $resume: String) {
  timelineEvents(worldId: $worldId, entityId: $entityId, after: $after, resume: $resume) { summary version resume }
}`;

export const RESUMED_NOTICES = `subscription ($scopes: [ScopeInput!]!, $types: [EntityType!], $resume: String) {
  invalidations(scopes: $scopes, types: $types, resume: $resume) { scope version epoch tags resync resume }
}`;
