import type { TestGateway } from "./gateway.ts";
import type { Result, Subscription, Transport } from "./transports.ts";
import { until } from "./until.ts";

/** What a subscriber needs of a gateway. */
export type Listened = Pick<TestGateway, "url" | "cache">;

/** A subscription that is in place. */
export interface Subscriber extends Omit<Subscription, "next"> {
  /** What the next event's field holds. Throws for an error, and at the stream's end. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  next(): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  take(count: number): Promise<any[]>;
  /** The next result as it is; null at the stream's end. */
  result(): Promise<Result | null>;
}

type Variables = Record<string, unknown>;
type Headers = Record<string, string>;

export const INVALIDATIONS = `subscription ($scopes: [ScopeInput!]!, $types: [EntityType!]) {
  invalidations(scopes: $scopes, types: $types) {
    scope version tags entities { entityId type typename kind } resync at
  }
}`;

export const VERSIONS = `subscription ($scopes: [ScopeInput!]!, $types: [EntityType!]) {
  invalidations(scopes: $scopes, types: $types) { scope version resync }
}`;

export const TIMELINE_EVENTS = `subscription ($worldId: ID!, $entityId: ID, $after: Version) {
  timelineEvents(worldId: $worldId, entityId: $entityId, after: $after) { id version summary }
}`;

/**
 * Subscribes, and answers when changes are being heard: past the first notices, of which each scope of `scopes` that
 * has no `after` gets one.
 */
export async function subscribe(
  gateway: Listened,
  transport: Transport,
  query: string,
  variables: Variables,
  headers?: Headers,
): Promise<Subscriber> {
  const before = gateway.cache.scopes.watchers();
  const { next: result, ...rest } = transport.subscribe(gateway.url, query, variables, headers);
  await until(() => gateway.cache.scopes.watchers() > before);
  const next = async () => {
    const answer = await result();
    if (!answer) throw new Error("the stream has ended");
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return Object.values(answer.data)[0];
  };
  const beginning = beginningScopes(variables, headers);
  const first = [];
  while (first.length < beginning.length) first.push(await next());
  checkFirst(gateway, first, beginning);
  return {
    next,
    take: async (count) => {
      const taken = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    result,
    ...rest,
  };
}

/** The scopes that get a notice of their current version first. */
function beginningScopes({ scopes = [], resume }: Variables, headers: Headers = {}): string[] {
  if (resume || headers["last-event-id"]) return [];
  return (scopes as { id: string; after?: number | null }[])
    .filter(({ after }) => after === undefined || after === null)
    .map(({ id }) => id);
}

/** Throws unless each of these scopes was told its version once, and nothing else. */
function checkFirst(
  { cache }: Listened,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  notices: readonly any[],
  scopes: readonly string[],
): void {
  const told = notices.map(({ scope }) => scope);
  const plain = notices.every(
    ({ scope, version, tags = [], entities = [], resync }) =>
      version <= cache.scopes.heard(scope) && tags.length + entities.length === 0 && resync === false,
  );
  if (!plain || told.toSorted().join() !== scopes.toSorted().join())
    throw new Error(`these are no first notices of ${scopes}: ${JSON.stringify(notices)}`);
}

/** Sends a subscription that is refused, and answers its only error's code and field. */
export async function refusal(
  gateway: Listened,
  transport: Transport,
  query: string,
  variables: Variables,
  headers?: Headers,
): Promise<{ code: string; field?: string }> {
  const { next } = transport.subscribe(gateway.url, query, variables, headers);
  const { errors = [] } = (await next()) ?? {};
  if (errors.length !== 1) throw new Error(`expected one error: ${JSON.stringify(errors)}`);
  if ((await next()) !== null) throw new Error("a refused subscription goes on");
  const { code, field } = errors[0].extensions;
  return field === undefined ? { code } : { code, field };
}
