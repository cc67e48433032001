import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { generateWorld } from "../../src/worlds/world-file/generate.ts";
import { importWorldFile } from "../../src/worlds/world-file/import.ts";

const QUERY =
  "query World($id: ID!) { world(id: $id) { id name characters(first: 20) { nodes { id name description " +
  "location { id name } inventory(first: 2) { nodes { id name } } } } } }";

/** The design's query as a request's body. */
export const BODY = JSON.stringify({ query: QUERY, variables: { id: "world:bench" } });

/** Makes a database with a world of 120 characters, of which the query's answer has about 4 KB. */
export async function makeBenchWorld(folder: string): Promise<string> {
  const registry = createWorldRegistry();
  const path = join(folder, "world.json");
  const file = join(folder, "worlds.sqlite");
  await generateWorld({
    registry,
    characters: 120,
    events: 600,
    seed: 1,
    id: "bench",
    out: createWriteStream(path),
  });
  const store = await openSqliteStore({ file, registry, clock: systemClock });
  await importWorldFile({ store, registry, clock: systemClock, file: path });
  await store.close();
  return file;
}

/** Asks once, which also warms what answers; throws if the answer isn't the whole one. */
export async function ask(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: BODY,
  });
  const text = await response.text();
  const nodes = JSON.parse(text).data?.world?.characters?.nodes;
  if (nodes?.length !== 20) throw new Error(`the query doesn't work: ${text.slice(0, 300)}`);
  return text;
}
