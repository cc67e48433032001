const worldId = "world:odyssey";

/** All that the small Odyssey shows, by every list and field that a change can touch. */
export const EVERYTHING = `{
  worlds { nodes { id name } } dormant: worlds(status: DORMANT) { nodes { id } }
  world(id: "${worldId}") {
    name description status version recordVersion flags { key value version }
    state { version characterCount locationCount objectCount eventCount latestEvent { id } flags { key } }
    characters(first: 9) { nodes {
      ...entity language status traits location { name } inventory(first: 9) { nodes { name } }
      oldest: timeline(order: OLDEST_FIRST, first: 9) { nodes { id } }
    } }
    greek: characters(filter: { language: "grc", status: ACTIVE }) { nodes { id } }
    ithacans: characters(filter: { locationId: "location:odyssey:ithaca" }) { nodes { id } }
    locations(first: 9) { nodes {
      ...entity kind coordinates { x } exits { label to { name } }
      characters(first: 9) { nodes { name } } objects(first: 9) { nodes { name } }
    } }
    objects(first: 9) { nodes { ...entity holder { name } } }
    timeline(first: 9) { nodes { id summary involves { name } } }
  }
  nodes(ids: ["character:odyssey:odysseus", "location:odyssey:olympus", "object:odyssey:bow", "character:odyssey:circe"]) { id }
}
fragment entity on Entity { id name description version timeline(first: 9) { nodes { id } } }`;
