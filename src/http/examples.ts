/** What GraphiQL opens with; each works on the demo world. */
export const EXAMPLES = `# A living world: the Odyssey, loaded on the first start.
# Put the cursor into one of the three operations and press ▶.

query World {
  world(id: "world:odyssey") {
    name
    version
    characters(first: 5, filter: { status: ACTIVE }) {
      nodes {
        id
        name
        location { name }
        inventory(first: 2) { nodes { name } }
      }
    }
    timeline(first: 3) { nodes { moment summary } }
  }
}

# It pushes a notice for each change. Run it, then run the mutation in another tab.
subscription Changes {
  invalidations(scopes: [{ id: "world:odyssey" }]) {
    version
    tags
    entities { id kind }
  }
}

mutation Move {
  moveCharacter(
    input: { id: "character:odyssey:odysseus", locationId: "location:odyssey:ithaca-palace" }
  ) {
    version
    character { name location { name } }
  }
}
`;
