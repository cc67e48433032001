import { EventEmitter, once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ExecutionResult, Sink } from "graphql-ws";
import { type Forgetful, forget, type InvalidationNotice } from "./forgetting.ts";

/** What the client of a transport, graphql-ws's or graphql-sse's, has in common. */
export interface Transport {
  subscribe<Data = Record<string, unknown>, Extensions = unknown>(
    ...subscribing: Subscribing<Data, Extensions>
  ): () => void;
}
type Subscribing<Data, Extensions> = [
  payload: { query: string; variables?: Record<string, unknown> | null },
  sink: Sink<ExecutionResult<Data, Extensions>>,
];

/** Where a store is: what a client has to have heard of before it can be right. */
export interface Place {
  readonly epoch: string;
  readonly versions: ReadonlyMap<string, number>;
}

/** Keeps one client's cache right, whichever client it is: the order of things that README advises. */
export interface NoticeFeed {
  /** For `invalidations`. Who is cut off and subscribes again reads `resume` again, and misses nothing. */
  readonly variables: { readonly scopes: readonly { id: string }[]; readonly resume: string | null };
  /** The same for a header of SSE: an event's id is its `resume`. */
  lastEventId(): string | null;
  /** The transport, whose notices wait for the answers that were under way when they came. */
  over<T extends Transport>(transport: T): T;
  /** To be used for all requests: what is read is at least as new as what was heard of. */
  readonly fetch: typeof globalThis.fetch;
  readonly requests: () => number;
  /** Takes a notice in: makes the cache forget what it names. */
  take(notice: InvalidationNotice, cache: Forgetful): void;
  /** Makes a change whose answer shows all that it did to a node, so that its notice needn't. */
  own<T>(idempotencyKey: string, nodeId: string, change: () => Promise<T>): Promise<T>;
  /** Resolves when the client has taken in the first notices, or those up to a place. */
  reached(place?: Place): Promise<void>;
  /** The version of a scope that was heard of: its notice may still wait for answers. */
  heard(scope: string): number;
  /** Every notice that was taken in. */
  readonly taken: readonly InvalidationNotice[];
}

export function createNoticeFeed(scopes: readonly string[]): NoticeFeed {
  const heard = new Map<string, number>();
  const last = new Map<string, InvalidationNotice>();
  const taken: InvalidationNotice[] = [];
  const own = new Map<string, string>();
  const underWay = new Set<Promise<void>>();
  const news = new EventEmitter().setMaxListeners(0);
  let epoch: string | null = null;
  let resume: string | null = null;
  let requests = 0;
  const variables = {
    scopes: scopes.map((id) => ({ id })),
    get resume() {
      return resume;
    },
  };

  function hear(notice: InvalidationNotice): void {
    // Versions of another epoch say nothing.
    if (epoch !== notice.epoch) heard.clear();
    epoch = notice.epoch;
    heard.set(notice.scope, Math.max(notice.version, heard.get(notice.scope) ?? 0));
  }

  return {
    variables,
    lastEventId: () => resume,
    over: (transport) => ({
      ...transport,
      subscribe: <Data, Extensions>(...[payload, sink]: Subscribing<Data, Extensions>) => {
        let order = Promise.resolve();
        const next = (result: ExecutionResult<Data, Extensions>) => {
          const { invalidations } = (result.data ?? {}) as { invalidations?: InvalidationNotice };
          if (invalidations) hear(invalidations);
          // What they show may be older than the notice, and would stay after it.
          const older = [...underWay];
          order = order.then(async () => {
            await Promise.all(older);
            sink.next(result);
          });
        };
        // Each attempt writes the variables anew, and so reads where to go on.
        return transport.subscribe<Data, Extensions>({ ...payload, variables }, { ...sink, next });
      },
    }),
    fetch: async (input, init) => {
      requests++;
      const { promise, resolve } = Promise.withResolvers<void>();
      underWay.add(promise);
      const minVersion = [...heard].map(([scope, version]) => `${scope}=${version}`).join(", ");
      const headers = new Headers(init?.headers);
      if (minVersion) headers.set("x-min-version", minVersion);
      try {
        const response = await fetch(input, { ...init, headers });
        return new Response(await response.text(), response);
      } finally {
        // By then the client has put the answer into its cache.
        void nextTurn().then(() => {
          underWay.delete(promise);
          resolve();
        });
      }
    },
    requests: () => requests,
    take: (notice, cache) => {
      if (notice.resync) cache.everything();
      else forget(notice, cache, own.get(notice.idempotencyKey ?? ""));
      resume = notice.resume;
      taken.push(notice);
      last.set(notice.scope, notice);
      news.emit("taken");
    },
    own: async (idempotencyKey, nodeId, change) => {
      own.set(idempotencyKey, nodeId);
      try {
        return await change();
      } catch (error) {
        // It may have been made all the same, and then only its notice tells.
        own.delete(idempotencyKey);
        throw error;
      }
    },
    reached: async (place) => {
      const isThere = (scope: string) => {
        const notice = last.get(scope);
        if (!place || !notice) return notice !== undefined;
        return notice.epoch === place.epoch && notice.version >= (place.versions.get(scope) ?? 0);
      };
      while (!scopes.every(isThere)) await once(news, "taken");
    },
    heard: (scope) => heard.get(scope) ?? 0,
    taken,
  };
}
