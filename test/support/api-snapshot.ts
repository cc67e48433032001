import type { GatewayInUse } from "./use-gateway.ts";

/** All that a client can read of the worlds, asked for in the plainest way. */
export interface ApiSnapshot {
  /** Node id → its own fields. */
  readonly nodes: ReadonlyMap<string, Fields>;
  /** `[tag, filter]` as JSON → entry id → its cursor. */
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** World id → the fields of its state, its version among them. */
  readonly states: ReadonlyMap<string, Fields>;
  /** World id → its flags. */
  readonly flags: ReadonlyMap<string, readonly Fields[]>;
}

type Fields = Readonly<Record<string, unknown>>;
type Lists = Map<string, ReadonlyMap<string, string>>;

/** What stands on each type's nodes themselves, with what it takes to read it. */
export const OWN_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  World: plain("id name description status recordVersion createdAt updatedAt"),
  WorldFlag: plain("id key value version updatedAt"),
  Character: {
    ...plain("id name description version createdAt updatedAt language status traits"),
    world: "{ id }",
    location: "{ id }",
  },
  Location: {
    ...plain("id name description version createdAt updatedAt kind"),
    world: "{ id }",
    coordinates: "{ x y z }",
    exits: "{ label to { id } }",
  },
  WorldObject: {
    ...plain("id name description version createdAt updatedAt"),
    world: "{ id }",
    holder: "{ id }",
  },
  TimelineEvent: {
    ...plain("id kind summary occurredAt moment data version"),
    world: "{ id }",
    involves: "{ id }",
  },
};

function plain(names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, ""]));
}

const PAGE = "(first: 20) { edges { cursor node { id } } }";
/** A type's lists that have no filters. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  World: ["locations", "objects", "timeline"],
  Character: ["inventory", "timeline"],
  Location: ["characters", "objects", "timeline"],
  WorldObject: ["timeline"],
};
const LANGUAGES = ["en", "grc", "fr"];
const STATUSES = ["ACTIVE", "DORMANT"];
const WORLD_STATUSES = ["DORMANT", "ACTIVE", "ARCHIVED"];

/** Reads everything there is; small worlds only. */
export async function readEverything(at: Pick<GatewayInUse, "data">): Promise<ApiSnapshot> {
  const lists: Lists = new Map();
  const states = new Map<string, Fields>();
  const flags = new Map<string, readonly Fields[]>();
  const nodes = new Map<string, Fields>();
  const keep = (tag: string, filter: object, { edges }: { edges: Edge[] }) =>
    lists.set(JSON.stringify([tag, filter]), new Map(edges.map(({ cursor, node }) => [node.id, cursor])));

  for (const status of [undefined, ...WORLD_STATUSES])
    keep("Query.worlds", { status }, (await at.data(WORLDS, { status })).worlds);
  const worlds = [...lists.get(JSON.stringify(["Query.worlds", {}]))!.keys()];

  for (const id of worlds) {
    const { world } = await at.data(WORLD, { id });
    const members = ["locations", "objects", "timeline", "characters"];
    const ids = [id, ...members.flatMap((list) => world[list].edges.map(({ node }: Edge) => node.id))];
    ids.push(...world.flags.map((flag: Fields) => flag.id));
    const { latestEvent, ...counters } = world.state;
    states.set(id, { ...counters, latestEvent: latestEvent?.id ?? null, flags: world.flags });
    flags.set(id, world.flags);
    const found = (await at.data(NODES, { ids })).nodes as (Fields & { id: string; __typename: string })[];
    for (const node of found) {
      for (const list of LISTS[node.__typename] ?? [])
        keep(`${node.id}.${list}`, {}, node[list] as { edges: Edge[] });
      const own = Object.keys(OWN_FIELDS[node.__typename]!);
      nodes.set(node.id, Object.fromEntries(own.map((name) => [name, node[`${node.__typename}_${name}`]])));
    }
    const places = ids.filter((one) => one.startsWith("location:"));
    const filters = [undefined, ...LANGUAGES].flatMap((language) =>
      [undefined, ...places].flatMap((locationId) =>
        [undefined, ...STATUSES].map((status) => ({ language, locationId, status })),
      ),
    );
    const named = Object.fromEntries(filters.map((filter, n) => [`f${n}`, filter]));
    const filtered = (await at.data(charactersBy(filters.length), { id, ...named })).world;
    for (const [n, filter] of filters.entries()) keep(`${id}.characters`, filter, filtered[`f${n}`]);
  }
  return { nodes, lists, states, flags };
}

interface Edge {
  readonly cursor: string;
  readonly node: { readonly id: string };
}

const WORLDS = `query ($status: WorldStatus) { worlds(first: 20, status: $status) { edges { cursor node { id } } } }`;
function charactersBy(count: number): string {
  const all = Array.from({ length: count }, (_, n) => n);
  const variables = all.map((n) => `$f${n}: CharacterFilter`).join(" ");
  const fields = all.map(
    (n) => `f${n}: characters(first: 20, filter: $f${n}) { edges { cursor node { id } } }`,
  );
  return `query ($id: ID!, ${variables}) { world(id: $id) { ${fields.join(" ")} } }`;
}
const WORLD = `query ($id: ID!) {
  world(id: $id) {
    characters${PAGE} locations${PAGE} objects${PAGE} timeline${PAGE}
    flags { id value version }
    state { version characterCount locationCount objectCount eventCount latestEvent { id } }
  }
}`;
// Fields of one name may be of another type on another node.
const FRAGMENTS = Object.entries(OWN_FIELDS).map(([type, fields]) => {
  const own = Object.entries(fields).map(([name, selection]) => `${type}_${name}: ${name} ${selection}`);
  const lists = (LISTS[type] ?? []).map((list) => `${list}${PAGE}`);
  return `... on ${type} { ${[...own, ...lists].join(" ")} }`;
});
const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ${FRAGMENTS.join(" ")} } }`;
