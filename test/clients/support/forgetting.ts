/** A notice, as far as a client's cache needs it. */
export interface InvalidationNotice {
  readonly scope: string;
  readonly version: number;
  readonly epoch: string;
  readonly resume: string;
  readonly resync: boolean;
  readonly idempotencyKey: string | null;
  readonly changes: readonly TagChange[];
  readonly entities: readonly { entityId: string; typename: string; kind: string }[];
}
interface TagChange {
  readonly nodeId: string | null;
  readonly typename: string;
  readonly field: string | null;
  readonly fields: readonly string[];
  readonly filter: Arguments | null;
}
export type Arguments = Readonly<Record<string, unknown>>;
/** Null: Query. */
export type NodeRef = { readonly __typename: string; readonly id: string } | null;

/** What a client's cache can forget: it asks again for what is still shown. */
export interface Forgetful {
  /** Fields of a node, with whatever arguments they were asked for. */
  fields(node: NodeRef, names: readonly string[]): void;
  /** A list, as far as this accepts the arguments with which it was asked for. */
  list(node: NodeRef, name: string, accepts: (given: Arguments) => boolean): void;
  /** What Query's field of that name found under an id, or didn't. */
  lookup(name: string, id: string): void;
  everything(): void;
}

/** Makes a cache forget what a notice names, but for a node that the client has changed itself. */
export function forget(notice: InvalidationNotice, cache: Forgetful, own: string | undefined): void {
  const { scope, changes, entities } = notice;
  // A purge's notice names nothing, and all the same the world has its version.
  if (scope !== "worlds") cache.fields({ __typename: "World", id: scope }, ["version", "state"]);
  for (const { nodeId, typename, field, fields, filter } of changes) {
    const node: NodeRef = nodeId === null ? null : { __typename: typename, id: nodeId };
    if (field === null) {
      if (nodeId !== own) cache.fields(node, fields);
    } else if (filter === null) cache.fields(node, [field]);
    else if (field === "flags") cache.fields(node, ["flags", "flag"]);
    else cache.list(node, field, (given) => isUnder(given, filter));
  }
  // A look-up by id now finds something where nothing was, or the other way round.
  for (const { entityId, typename, kind } of entities)
    if (kind !== "UPDATED")
      for (const name of [LOOKUPS[typename], "node"]) if (name) cache.lookup(name, entityId);
}

const LOOKUPS: Readonly<Record<string, string>> = {
  World: "world",
  Character: "character",
  Location: "location",
  WorldObject: "object",
  TimelineEvent: "event",
};

/** Whether a list was asked for under that filter: its pages and its order apart, and null as if left out. */
function isUnder({ first, after, order, filter, ...others }: Arguments, wanted: Arguments): boolean {
  const given = Object.entries({ ...others, ...(filter as Arguments | null) }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return (
    given.length === Object.keys(wanted).length && given.every(([name, value]) => wanted[name] === value)
  );
}
