/** Paging as Relay has it: a fragment that can be fetched again, and a connection that it appends to. */
const graphql = (document: TemplateStringsArray): string => document.join("");

export const pagesQuery = graphql`
  query relayPagesQuery($id: ID!, $first: Int!) {
    world(id: $id) {
      ...relayPages_world @arguments(first: $first)
    }
  }
`;

export const pagesFragment = graphql`
  fragment relayPages_world on World
  @refetchable(queryName: "relayPagesNextQuery")
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" }) {
    id
    characters(first: $first, after: $after) @connection(key: "relayPages_characters") {
      edges { node { id } }
    }
  }
`;
