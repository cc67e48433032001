import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createRegistry } from "../../src/entities/registry.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry, definitions } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { vessel } from "../support/made-up-type.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";

const older = createWorldRegistry();
/** Newer definitions: another type, and another form of a character's cached value. */
const newer = createRegistry([
  ...definitions.map((one) => (one === character ? { ...one, shape: one.shape + 1 } : one)),
  vessel,
]);

/** A gateway of either release on one file and one Redis, as while a deployment is under way. */
describeWith(ownRedis, "an older gateway beside a newer one", () => {
  const redis = useRedis();
  let clock: HandClock;
  let old: Node;
  let young: Node;
  const name = async (node: Node, strict = false) =>
    (await node.reader({ strict }).load(character, ID))?.name;
  const rename = (node: Node, to: string) => node.commands.members.update(character, { id: ID, name: to });
  const hits = (node: Node) => node.outcomes.filter(({ kind }) => kind === "hit").length;
  /** Reads until the node answers from the tier it names, or finds that it never does. */
  const warm = (node: Node) =>
    until(async () => {
      const before = hits(node);
      await name(node);
      return hits(node) > before;
    });

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "rolling-"));
    const file = join(folder, "worlds.sqlite");
    const shared = shareTier(redis.server, clock);
    old = await openNode({ file, registry: older, clock, openTier: shared.open });
    await old.cache.relay.poll();
    await old.commands.worlds.create({ id: "w", name: "W" });
    await old.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    await warm(old);
    young = await openNode({ file, registry: newer, clock, openTier: shared.open });
    await young.cache.relay.poll();
    return async () => {
      await old.close();
      await young.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("believes nothing that older definitions have cached", async () => {
    const before = hits(young);
    expect(await name(young)).toBe("first");
    expect(hits(young)).toBe(before);
    await warm(young);
  });

  it("is right, though the cache is the newer one's from then on", async () => {
    await warm(young);
    await old.cache.relay.poll();
    const before = hits(old);
    for (let n = 0; n < 3; n++) expect(await name(old)).toBe("first");
    expect(hits(old)).toBe(before);
  });

  it("has its changes seen by the newer one", async () => {
    await warm(young);
    await rename(old, "second");
    expect(await name(young, true)).toBe("second");
    await warm(young);
    expect(await name(young)).toBe("second");
    await rename(old, "third");
    expect(await name(young, true)).toBe("third");
    expect(await name(old)).toBe("third");
  });

  it("sees the newer one's changes", async () => {
    await warm(young);
    for (const to of ["second", "third"]) {
      await rename(young, to);
      expect(await name(young)).toBe(to);
      expect(await name(old, true)).toBe(to);
      expect(await name(old)).toBe(to);
    }
  });

  it("stays right while both change the world in turn, also what only the newer one knows", async () => {
    for (let n = 0; n < 10; n++) {
      const [writer, other] = n % 2 ? [old, young] : [young, old];
      await rename(writer, `name ${n}`);
      await young.commands.members.create(vessel, { worldId: WORLD, name: `vessel ${n}` });
      expect(await name(other, true)).toBe(`name ${n}`);
      expect(await name(writer)).toBe(`name ${n}`);
      const { entries } = await young.reader().list("World.vessels", WORLD, { first: 100 });
      expect(entries).toHaveLength(n + 1);
    }
  });

  it("tells the newer one's L1 of its changes", async () => {
    await warm(young);
    await until(async () => {
      await name(young);
      return young.outcomes.some((one) => one.kind === "hit" && one.tier === "L1");
    });
    const { versions } = await rename(old, "second");
    await until(() => young.cache.scopes.heard(WORLD) >= versions[WORLD]!);
    expect(await name(young)).toBe("second");
  });
});
