import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EntityDefinition } from "../../src/entities/define.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { codeBlocks, ROOT, readPage } from "../support/pages.ts";

const CAVE = "location:w:cave";

describe("the entity type of docs/new-entity-types.md", () => {
  let folder: string;
  let gateway: TestGateway;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
    const blocks = codeBlocks(readPage("docs/new-entity-types.md"));
    const firstIn = (wanted: string) => blocks.find(({ language }) => language === wanted)!.text;
    const [graphql, ts] = [firstIn("graphql"), firstIn("ts")];
    const file = join(folder, "monster.ts");
    // As it stands in src/worlds/definitions.
    writeFileSync(file, ts.replaceAll('"../../', `"${pathToFileURL(join(ROOT, "src"))}/`));
    const { monster }: { monster: EntityDefinition } = await import(pathToFileURL(file).href);
    gateway = await startTestGateway({}, { extra: { definitions: [monster], typeDefs: [graphql] } });
    await gateway.data(`mutation {
      createWorld(input: { id: "w", name: "W" }) { version }
      createLocation(input: { worldId: "world:w", id: "cave", name: "Cave", kind: "cave" }) { version }
    }`);
  });
  afterAll(async () => {
    await gateway?.close();
    rmSync(folder, { recursive: true });
  });

  test("is made, found, listed where it lives, and loses its lair with the place", async () => {
    const made = await gateway.data(
      `mutation { createMonster(input: { worldId: "world:w", id: "p", name: "Polyphemus", lairId: "${CAVE}" }) {
        tags monster { id name lair { name } }
      } }`,
    );
    expect(made.createMonster).toEqual({
      tags: expect.arrayContaining(["monster:w:p", `${CAVE}.monsters`]),
      monster: { id: "monster:w:p", name: "Polyphemus", lair: { name: "Cave" } },
    });
    const monsters = `location(id: "${CAVE}") { monsters { nodes { name } } }`;
    expect((await gateway.data(`{ ${monsters} }`)).location.monsters.nodes).toEqual([{ name: "Polyphemus" }]);
    await gateway.data(`mutation { deleteLocation(input: { id: "${CAVE}" }) { version } }`);
    expect(await gateway.data('{ monster(id: "monster:w:p") { name lair { name } } }')).toEqual({
      monster: { name: "Polyphemus", lair: null },
    });
  });
});
