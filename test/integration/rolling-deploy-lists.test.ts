import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { worldObject } from "../../src/worlds/definitions/world-object.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import type { Written } from "../../src/worlds/writer.ts";
import { useNeo4j } from "../support/neo4j-store.ts";
import { type Node, openNode } from "../support/node.ts";
import { definitionsWith } from "../support/other-definitions.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";

const WORLD = "world:w";
const HOLDERS = ["character:w:a", "character:w:b"];

const older = createWorldRegistry();
/** The next release: objects by their holder, and in another order. */
const newer = createRegistry(
  definitionsWith(
    { "World.objects": { filters: ["holder"], order: ["description", "name"] } },
    [],
    older.definitions,
  ),
);

describe("releases whose lists differ, on one SQLite file", () => {
  let file: StoreFile;
  beforeEach(async () => {
    file = await createStoreFile();
  });
  afterEach(() => file.remove());
  deployClaims((registry) => file.open({ registry }));
});

describeWith(ownNeo4j, "releases whose lists differ, on one Neo4j", () => {
  const at = useNeo4j();
  deployClaims((registry) => at.open({ registry }));
});

/** Gateways without their HTTP: each reads through a cache of its own. */
function deployClaims(openStore: (registry: Registry) => Promise<Store>): void {
  const nodes: Node[] = [];
  /** The version that the next reader has to see. */
  let version = 0;
  let made = 0;

  const start = async (registry: Registry): Promise<Node> => {
    const node = await openNode({ registry, clock: systemClock, openStore: () => openStore(registry) });
    nodes.push(node);
    await node.store.index();
    await node.cache.relay.poll();
    return node;
  };
  const stop = async (node: Node) => {
    nodes.splice(nodes.indexOf(node), 1);
    await node.close();
  };
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.close();
  });
  const done = async <T>(written: Promise<Written<T>>): Promise<T> => {
    const { value, versions } = await written;
    version = versions[WORLD]!;
    return value;
  };

  /** Makes, moves, renames and deletes objects; what was made before by others is among them. */
  async function write(node: Node): Promise<void> {
    const { members } = node.commands;
    const make = (name: string, holder: number) =>
      done(
        members.create(worldObject, {
          worldId: WORLD,
          id: `o${made++}`,
          name,
          description: `${9 - (made % 10)}`,
          holderId: HOLDERS[holder],
        }),
      );
    const all = await listed(node);
    await make("new", 0);
    await make("old", 1);
    const [first, second, third] = all;
    if (first) await done(members.update(worldObject, { id: first, holderId: HOLDERS[made % 2] }));
    if (second) await done(members.update(worldObject, { id: second, name: `z${made}`, description: "5" }));
    if (third) await done(members.remove(worldObject, { id: third }));
  }

  async function listed(node: Node, filter: Record<string, string> = {}): Promise<string[]> {
    const reader = node.reader({ minVersions: { [WORLD]: version } });
    const { entries } = await reader.list("World.objects", WORLD, { first: 100, filter });
    return entries.map(({ id }) => id);
  }

  /** Every list that the node serves says what the entities say, and says so again from its cache. */
  async function check(node: Node, filtered: boolean): Promise<void> {
    const ids = Array.from({ length: made }, (_, n) => `object:w:o${n}`);
    const reader = node.reader({ minVersions: { [WORLD]: version } });
    const loaded = await Promise.all(ids.map((id) => reader.load(worldObject, id)));
    const objects = loaded.filter((one) => one !== null);
    const order = (one: (typeof objects)[number]) =>
      filtered ? [one.description, one.name, one.id].join("\0") : [one.name, one.id].join("\0");
    const expected = objects.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
    for (let n = 0; n < 2; n++) {
      expect(await listed(node)).toEqual(expected.map(({ id }) => id));
      for (const holder of filtered ? HOLDERS : [])
        expect(await listed(node, { holder })).toEqual(
          expected.filter((one) => one.holder === holder).map(({ id }) => id),
        );
    }
    for (const holder of HOLDERS) {
      const { entries } = await reader.list("Character.inventory", holder, { first: 100 });
      expect(entries.map(({ id }) => id).sort()).toEqual(
        objects.flatMap((one) => (one.holder === holder ? [one.id] : [])).sort(),
      );
    }
  }

  async function found(node: Node): Promise<void> {
    made = 0;
    await done(node.commands.worlds.create({ id: "w", name: "W" }));
    for (const id of ["a", "b"])
      await done(node.commands.members.create(character, { worldId: WORLD, id, name: id }));
    for (let n = 0; n < 3; n++) await write(node);
  }

  const withFilter = (registry: Registry) => registry === newer;

  it.each([
    ["that gain a filter and another order", older, newer],
    ["that lose them", newer, older],
  ])("%s are right while they are deployed, rolled back and deployed again", async (_, first, second) => {
    const before = await start(first);
    await found(before);
    await check(before, withFilter(first));
    let after = await start(second);
    await check(after, withFilter(second));
    // Side by side.
    for (let n = 0; n < 3; n++)
      for (const [writer, other] of [
        [before, after],
        [after, before],
      ] as const) {
        await write(writer);
        await check(other, withFilter(other === before ? first : second));
        await check(writer, withFilter(writer === before ? first : second));
      }
    // Rolled back, and forward again.
    await stop(after);
    await write(before);
    await write(before);
    await check(before, withFilter(first));
    after = await start(second);
    await check(after, withFilter(second));
    await stop(before);
    await write(after);
    await check(after, withFilter(second));
  });
}
