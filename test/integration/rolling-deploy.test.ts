import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import type { EntityDefinition } from "../../src/entities/define.ts";
import { number, text } from "../../src/entities/fields.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { location } from "../../src/worlds/definitions/location.ts";
import { createWorldRegistry, definitions } from "../../src/worlds/registry.ts";
import { createHandClock } from "../support/clock.ts";
import { vessel } from "../support/made-up-type.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";

const ITHACA = "location:w:ithaca";

const older = createWorldRegistry();
/**
 * The next release: another type, and characters in another shape, whose epithet was a part of their description and
 * who are sorted anew, as an upgrade may make another value of any field.
 */
const shaped: EntityDefinition = {
  ...character,
  shape: 2,
  upgrade: { 1: ({ description }) => ({ epithet: description ?? "plain" }) },
  fields: { ...character.fields, epithet: text({ max: 100 }), age: number({ default: 20 }) },
};
const releaseWith = (other: EntityDefinition) =>
  createRegistry([...definitions.map((one) => (one === character ? other : one)), vessel]);
const newer = releaseWith(shaped);

/** Gateways of several releases on one file and one Redis, as while a deployment is under way. */
describeWith(ownRedis, "an older gateway beside a newer one", () => {
  const redis = useRedis();
  let start: (registry: Registry) => Promise<Node>;
  let old: Node;
  let young: Node;

  const load = async (node: Node, id: string, strict = false) => {
    const found = (await node.reader({ strict }).loadAny(id)) as Record<string, unknown> | null;
    return found && { name: found.name, epithet: found.epithet };
  };
  const name = async (node: Node, strict = false) => (await load(node, ID, strict))?.name;
  const list = async (node: Node, coordinate: string, owner = WORLD) =>
    (await node.reader().list(coordinate, owner, { first: 100 })).entries.map(({ id }) => id);
  const rename = (node: Node, to: string) => node.commands.members.update(character, { id: ID, name: to });
  /** From where what is read now is answered: "L1", "L2", or why it isn't by Redis. */
  async function from(node: Node, read: () => Promise<unknown>): Promise<string> {
    const before = node.outcomes.length;
    await read();
    const [first] = node.outcomes
      .slice(before)
      .flatMap((one) =>
        one.kind === "hit" ? [one.tier] : one.kind === "miss" && one.tier === "L2" ? [one.reason] : [],
      );
    return first ?? "nowhere";
  }
  /** Reads until it is answered from Redis, or from L1: what others made of it in the meantime is known by then. */
  const warm = (node: Node, read: (node: Node) => Promise<unknown> = name) =>
    until(async () => /^L/.test(await from(node, () => read(node))));

  /** Has what lies there have been cached a minute earlier, by Redis' clock. */
  async function age(key: string): Promise<void> {
    const name = `lw:world:{w}:${key}`;
    const json = (await redis.client.get(name))!;
    const [, cachedAt] = /"cachedAt":"([^"]+)"/.exec(json)!;
    const earlier = new Date(Date.parse(cachedAt!) - 60_000).toISOString();
    await redis.client.set(name, json.replace(cachedAt!, earlier), "KEEPTTL");
  }

  /** Has each hear of what the other one knows: it meets what that has written, and then polls. */
  async function acquaint(one: Node, other: Node): Promise<void> {
    for (const [node, writer] of [
      [one, other],
      [other, one],
    ] as const) {
      await writer.commands.members.update(location, { id: ITHACA, name: `${writer === one}` });
      await name(node, true);
      await node.cache.relay.poll();
    }
  }

  beforeEach(async () => {
    const clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "rolling-"));
    const file = join(folder, "worlds.sqlite");
    const shared = shareTier(redis.server, clock);
    const nodes = new Set<Node>();
    start = async (registry) => {
      const node = await openNode({ file, registry, clock, openTier: shared.open });
      nodes.add(node);
      await node.store.index();
      await node.cache.relay.poll();
      return { ...node, close: async () => void (nodes.delete(node) && (await node.close())) };
    };
    old = await start(older);
    await old.commands.worlds.create({ id: "w", name: "W" });
    await old.commands.members.create(location, {
      worldId: WORLD,
      id: "ithaca",
      name: "Ithaca",
      kind: "isle",
    });
    await old.commands.members.create(character, {
      worldId: WORLD,
      id: "c",
      name: "first",
      description: "sly",
      locationId: ITHACA,
    });
    for (const id of [ID, ITHACA]) await warm(old, (node) => load(node, id));
    young = await start(newer);
    return async () => {
      for (const node of nodes) await node.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("has what it cached answered to the newer one, in the newer one's shape", async () => {
    expect(await from(young, () => load(young, ITHACA))).toBe("L2");
    expect(await from(young, () => load(young, ID))).toBe("L2");
    expect(await load(young, ID)).toEqual({ name: "first", epithet: "sly" });
  });

  it("is answered what the newer one cached, in its own shape", async () => {
    await acquaint(old, young);
    await young.commands.members.update(shaped, { id: ID, name: "second", epithet: "wise" });
    expect(await from(old, () => name(old, true))).toBe("L2");
    expect(await name(old)).toBe("second");
    // It stores it as it is: nothing of it is lost to the newer one.
    await redis.client.del("lw:world:{w}:character:c:state");
    const again = await start(older);
    expect(await name(again)).toBe("second");
    await again.cache.settled();
    const third = await start(newer);
    expect(await from(third, () => load(third, ID))).toBe("L2");
    expect(await load(third, ID)).toEqual({ name: "second", epithet: "wise" });
  });

  it("has its changes void no more than what it doesn't know", async () => {
    await acquaint(old, young);
    await young.commands.members.create(vessel, { worldId: WORLD, id: "argo", name: "Argo" });
    const known = [
      (node: Node) => load(node, ID),
      (node: Node) => list(node, "World.locations"),
      (node: Node) => list(node, "Character.inventory", ID),
      (node: Node) => node.reader().state(WORLD) as Promise<unknown>,
    ];
    const own = [
      (node: Node) => load(node, "vessel:w:argo"),
      (node: Node) => list(node, "World.vessels"),
      (node: Node) => list(node, "World.characters"),
    ];
    for (const read of [...known, ...own]) await warm(young, read);
    await old.commands.members.update(location, { id: ITHACA, description: "rocky" });
    const fresh = await start(newer);
    for (const read of known) expect(await from(fresh, () => read(fresh))).toBe("L2");
    for (const read of own) expect(await from(fresh, () => read(fresh))).toBe("foreign");
    // The other way round, whoever knows more voids nothing but lists that were declared otherwise.
    for (const read of known) await warm(old, read);
    await young.commands.members.update(location, { id: ITHACA, description: "rough" });
    const other = await start(older);
    for (const read of known) expect(await from(other, () => read(other))).toBe("L2");
    expect(await from(other, () => list(other, "World.characters"))).not.toBe("L2");
  });

  it("has what the newer one's L1 knows of stay there over its changes", async () => {
    await acquaint(young, old);
    const inL1 = (read: (node: Node) => Promise<unknown>) =>
      until(async () => (await from(young, () => read(young))) === "L1");
    const place = (node: Node) => load(node, ITHACA);
    const listed = (node: Node) => list(node, "World.characters");
    for (const read of [place, listed]) await inL1(read);
    const { versions } = await rename(old, "second");
    await until(() => young.cache.scopes.heard(WORLD) >= versions[WORLD]!);
    expect(await from(young, () => place(young))).toBe("L1");
    expect(await from(young, () => listed(young))).not.toBe("L1");
    expect(await name(young)).toBe("second");
  });

  it("keeps caching when the newer one is gone, and the newer one when it comes back", async () => {
    await acquaint(old, young);
    await young.commands.members.update(shaped, { id: ID, name: "second", epithet: "wise", age: 30 });
    await young.close();
    expect(await from(old, () => name(old, true))).toBe("L2");
    await old.close();
    // Rolled back: a gateway that has never seen the newer release.
    const back = await start(older);
    for (const id of [ID, ITHACA]) expect(await from(back, () => load(back, id))).toBe("L2");
    await rename(back, "third");
    expect(await from(back, () => name(back))).toMatch(/^L/);
    const forward = await start(newer);
    expect(await from(forward, () => load(forward, ID))).toBe("L2");
    expect(await load(forward, ID)).toEqual({ name: "third", epithet: "wise" });
    expect(await from(forward, () => load(forward, ITHACA))).toBe("L2");
  });

  it("takes no turns with a newer one that can't read its shape, which can be read by both once it was replaced", async () => {
    const { upgrade: _, ...rest } = shaped;
    const fields = { ...character.fields, age: number({ default: 20 }) };
    const unlike = releaseWith({ ...rest, fields, upgrade: {} });
    const third = await start(unlike);
    await acquaint(old, third);
    await rename(old, "second");
    const readBy = async (registry: Registry) => {
      const node = await start(registry);
      const answer = await from(node, () => name(node));
      expect(await name(node)).toBe("second");
      await node.cache.settled();
      return answer;
    };
    for (let n = 0; n < 2; n++) {
      expect(await readBy(unlike)).toBe("shape");
      expect(await readBy(older)).toBe("L2");
    }
    await age("character:c:state");
    expect(await readBy(unlike)).toBe("shape");
    for (const registry of [older, unlike, older]) expect(await readBy(registry)).toBe("L2");
  });

  it("takes no turns over a list that both declare otherwise", async () => {
    await acquaint(old, young);
    const listed = (node: Node) => list(node, "World.characters");
    const readBy = async (registry: Registry) => {
      const node = await start(registry);
      const answer = await from(node, () => listed(node));
      expect(await listed(node)).toEqual([ID]);
      await node.cache.settled();
      return answer;
    };
    await warm(old, listed);
    for (let n = 0; n < 2; n++) {
      expect(await readBy(newer)).not.toBe("L2");
      expect(await readBy(older)).toBe("L2");
    }
    await age("characters");
    expect(await readBy(newer)).not.toBe("L2");
    for (let n = 0; n < 2; n++) {
      expect(await readBy(older)).not.toBe("L2");
      expect(await readBy(newer)).toBe("L2");
    }
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
      expect(await list(young, "World.vessels")).toHaveLength(n + 1);
    }
  });
});
