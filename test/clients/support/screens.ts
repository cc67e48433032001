/**
 * What the clients show, do and follow, in the words that each of them is given: relay-compiler finds documents by
 * this tag, and wants their names to begin with this file's.
 */
const graphql = (document: TemplateStringsArray): string => document.join("");

export const WORLD = "world:plain";

/** A query and its variables: what a page of a frontend asks for. */
export interface Screen {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const worldQuery = graphql`
  query screensWorldQuery($id: ID!) {
    world(id: $id) {
      id name description status version recordVersion
      state { version characterCount locationCount objectCount eventCount flags { id value } latestEvent { id summary } }
      flags { id key value version }
      flag(key: "a") { id value }
    }
  }
`;

const charactersQuery = graphql`
  query screensCharactersQuery($id: ID!, $filter: CharacterFilter) {
    world(id: $id) {
      id
      characters(first: 20, filter: $filter) {
        edges { cursor node { id name status location { id name } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

export const characterQuery = graphql`
  query screensCharacterQuery($id: ID!) {
    character(id: $id) {
      id name description language status traits version
      location { id name exits { label to { id name } } }
      inventory(first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage endCursor } }
      timeline(first: 20) { edges { cursor node { id summary involves { id } } } pageInfo { hasNextPage endCursor } }
    }
  }
`;

export const locationQuery = graphql`
  query screensLocationQuery($id: ID!) {
    location(id: $id) {
      id name kind version
      exits { label to { id name } }
      characters(first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage endCursor } }
      objects(first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage endCursor } }
    }
  }
`;

const objectQuery = graphql`
  query screensObjectQuery($id: ID!) {
    object(id: $id) { id name version holder { id name } }
  }
`;

const worldsQuery = graphql`
  query screensWorldsQuery($status: WorldStatus) {
    worlds(first: 20, status: $status) {
      edges { cursor node { id name status } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

/** The same list by small pages; how a client merges them is its own. */
export const pagesQuery = graphql`
  query screensPagesQuery($id: ID!, $first: Int!, $after: String) {
    world(id: $id) {
      id
      characters(first: $first, after: $after) {
        edges { cursor node { id name } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

export const describeMutation = graphql`
  mutation screensDescribeMutation($input: UpdateCharacterInput!) {
    updateCharacter(input: $input) {
      worldId version
      character { id description version updatedAt }
    }
  }
`;

export const noticesSubscription = graphql`
  subscription screensNoticesSubscription($scopes: [ScopeInput!]!, $resume: String) {
    invalidations(scopes: $scopes, resume: $resume) {
      scope version epoch resume resync idempotencyKey
      changes { nodeId typename field fields filter }
      entities { entityId typename kind }
    }
  }
`;

const ids = (prefix: string) => [0, 1, 2, 3].map((n) => `${prefix}:plain:${prefix[0]}${n}`);
const each = (document: string, variables: readonly Screen["variables"][]): Screen[] =>
  variables.map((values) => ({ document, variables: values }));

/** Everything that is looked at while the world changes. */
export const screens: readonly Screen[] = [
  ...each(worldQuery, [{ id: WORLD }]),
  ...each(
    charactersQuery,
    [
      {},
      { language: "fr" },
      { language: "en" },
      { status: "DORMANT" },
      { language: "fr", status: "ACTIVE" },
      { locationId: "location:plain:l0" },
    ].map((filter) => ({ id: WORLD, filter })),
  ),
  ...each(
    characterQuery,
    ids("character").map((id) => ({ id })),
  ),
  ...each(
    locationQuery,
    ids("location").map((id) => ({ id })),
  ),
  ...each(
    objectQuery,
    ids("object").map((id) => ({ id })),
  ),
  ...each(worldsQuery, [{}, { status: "ACTIVE" }]),
];

/** The name of a document's operation. */
export function nameOf(document: string): string {
  return /(?:query|mutation|subscription) (\w+)/.exec(document)![1]!;
}
