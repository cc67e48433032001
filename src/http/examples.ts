/** What GraphiQL opens with, a tab each; all work on the demo world. */
export const EXAMPLES = [
  `# The Odyssey, where the poem leaves it. Press ▶.
query Odyssey {
  character(id: "character:odyssey:odysseus") {
    name
    traits
    location { name }
    inventory(first: 2) { nodes { name } }
  }
  world(id: "world:odyssey") {
    name
    version
    state { characterCount eventCount }
    timeline(first: 2) {
      nodes { moment summary }
    }
  }
}`,
  `# Each change of the world is pushed as a notice.
# Press ▶, then run the mutation in a new window.
subscription Changes {
  invalidations(
    scopes: [{ id: "world:odyssey" }]
  ) {
    version
    tags
    entities { entityId kind }
  }
}`,
  `# Odysseus goes home. Press ▶.
mutation Move {
  moveCharacter(
    input: {
      id: "character:odyssey:odysseus"
      locationId: "location:odyssey:ithaca-palace"
    }
  ) {
    version
    character { name location { name } }
  }
}`,
];
