import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defineEntity } from "../../src/entities/define.ts";
import { oneOf, reference, text } from "../../src/entities/fields.ts";
import { location } from "../../src/worlds/definitions/location.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { type Node, type NodeOptions, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { tale } from "../support/tale.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const name = text({ max: 100 });

/** Only those that are thin are cached. */
const tome = defineEntity("Tome", {
  prefix: "tome",
  plural: "tomes",
  cacheable: ({ girth }) => girth === "THIN",
  fields: {
    name,
    girth: oneOf(["THIN", "THICK"], { default: "THICK" }),
    shelf: reference("Location", { edge: "ON", optional: true }),
  },
  lists: {
    "World.tomes": { order: ["name"] },
    "Location.tomes": { parent: "shelf", order: ["name"], cacheable: ({ entries }) => entries.length > 0 },
  },
});
/** Comes into caches by being written alone. */
const poster = defineEntity("Poster", {
  prefix: "poster",
  plural: "posters",
  fields: { name },
  cacheOn: { read: false },
});
/** By being read alone. */
const ledger = defineEntity("Ledger", {
  prefix: "ledger",
  plural: "ledgers",
  fields: { name },
  cacheOn: { write: "drop" },
});
/** The same, as a whole. */
const seal = defineEntity("Seal", {
  prefix: "seal",
  plural: "seals",
  together: "seals",
  fields: { name },
  cacheOn: { write: "behind" },
});

describe("in the memory of a process,", () => cacheOptionClaims(() => [{}]));

describeWith(ownRedis, "in a Redis that two gateways share, and in their L1s,", () => {
  const redis = useRedis();
  cacheOptionClaims((clock) => {
    const { open } = shareTier(redis.server, clock);
    return [{ openTier: open }, { openTier: open }];
  });

  afterEach(() => redis.client.flushall());

  /** All keys and values there are, and the suffixes of the keys that were changed of late. */
  async function allOfRedis(): Promise<string> {
    const keys = await redis.client.keys("*");
    const parts = keys.map(async (key) =>
      (await redis.client.type(key)) === "zset"
        ? [key, ...(await redis.client.zrange(key, 0, "-1"))]
        : [key, (await redis.client.get(key)) ?? ""],
    );
    return (await Promise.all(parts)).flat().join("\n");
  }

  test("nothing of what is unpublished is kept, and nothing is told of it", async () => {
    const clock = createHandClock();
    const shared = shareTier(redis.server, clock);
    const listener = redis.client.duplicate();
    const heard: string[] = [];
    await listener.ssubscribe("lw:world:{w}:notices");
    listener.on("smessage", (_, message) => heard.push(message));
    const node = await openNode({ registry: registry(), clock, openTier: shared.open });
    await node.cache.relay.poll();
    await node.commands.worlds.create({ id: "w", name: "W" });
    const draft = { worldId: WORLD, id: "canary", name: "Canary", publication: "DRAFT", occurredAt: MOMENT };
    await node.commands.members.create(tale, draft);
    await node.commands.members.update(tale, { id: "tale:w:canary", name: "Canary's return" });
    expect(await node.reader().loadStored(tale, "tale:w:canary")).toMatchObject({ name: "Canary's return" });
    const { entries } = await node.reader().list("World.tales", WORLD, { first: 9 });
    await node.cache.settled();
    expect(entries).toEqual([]);
    expect(await allOfRedis()).toContain("lw:world:{w}:tales");
    expect(await allOfRedis()).not.toMatch(/canary/i);
    // Who asks by its id finds it absent, and that is what its key says.
    expect(await node.reader().load(tale, "tale:w:canary")).toBeNull();
    await node.cache.settled();
    expect(await redis.client.get("lw:world:{w}:tale:canary:state")).toMatch(/"entity":null}$/);
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.join("\n")).not.toMatch(/canary/i);
    await node.close();
    listener.disconnect();
  });
});

const MOMENT = "2026-01-01T00:00:00.000Z";
const registry = () => createWorldRegistry({}, [tale, tome, poster, ledger, seal]);

/** The first of the nodes writes, and the last one reads. */
function cacheOptionClaims(optionsOf: (clock: HandClock) => readonly Partial<NodeOptions>[]): void {
  let nodes: Node[];
  let folder: string;
  let writer: Node;
  let reader: Node;
  /** Outcomes of the reader's that were looked at. */
  let seen: number;

  beforeEach(async () => {
    const clock = createHandClock();
    seen = 0;
    folder = mkdtempSync(join(tmpdir(), "options-"));
    const file = join(folder, "worlds.sqlite");
    nodes = [];
    // One after the other: on a clock that stands still nobody waits for a file that is being made.
    for (const more of optionsOf(clock))
      nodes.push(await openNode({ file, registry: registry(), clock, ...more }));
    for (const node of nodes) await node.cache.relay.poll();
    [writer, reader] = [nodes[0]!, nodes.at(-1)!];
    await writer.commands.worlds.create({ id: "w", name: "W" });
    await writer.commands.members.create(location, { worldId: WORLD, id: "shelf", name: "S", kind: "shelf" });
  });
  afterEach(async () => {
    for (const node of nodes) await node.close();
    rmSync(folder, { recursive: true });
  });

  /** What the tier has under a key; undefined: nothing. */
  const kept = async (key: string) => (await reader.tier.read(WORLD, [key])).envelopes[0]?.entity;
  const read = async (id: string) => {
    const entity = await reader.reader({ strict: true }).loadAny(id);
    await reader.cache.settled();
    return entity;
  };
  /** How often the reader's tiers answered for a type since this was last asked. */
  const hits = (type: string) => {
    const fresh = reader.outcomes.slice(seen);
    seen = reader.outcomes.length;
    return fresh.filter((one) => one.kind === "hit" && one.type === type).length;
  };
  const make = (definition: Parameters<Node["commands"]["members"]["create"]>[0], fields: object = {}) =>
    writer.commands.members.create(definition, { worldId: WORLD, id: "a", name: "A", ...fields });

  test("what is unpublished is absent to readers, and there for them at once when it is published", async () => {
    const ID = "tale:w:a";
    const key = "tale:a:state";
    const publish = (publication: string) => writer.commands.members.update(tale, { id: ID, publication });
    await make(tale, { publication: "DRAFT", occurredAt: MOMENT });
    expect(await kept(key)).toBeUndefined();
    expect([await read(ID), await kept(key)]).toEqual([null, null]);
    for (let round = 0; round < 2; round++) {
      await publish("PUBLISHED");
      expect(await kept(key)).toMatchObject({ publication: "PUBLISHED" });
      expect(await read(ID)).toMatchObject({ name: "A" });
      await publish("DRAFT");
      expect([await kept(key), await read(ID)]).toEqual([null, null]);
      await writer.commands.members.update(tale, { id: ID, name: "A" });
      expect(await reader.reader().loadStored(tale, ID)).toMatchObject({ publication: "DRAFT" });
      expect(await kept(key)).toBeNull();
    }
    const { entries } = await reader.reader({ strict: true }).list("World.tales", WORLD, { first: 9 });
    expect(entries).toEqual([]);
  });

  test("what its definition calls not cacheable is kept nowhere, and dropped when it becomes so", async () => {
    const ID = "tome:w:a";
    const key = "tome:a:state";
    const become = (girth: string) => writer.commands.members.update(tome, { id: ID, girth });
    await make(tome);
    for (let time = 0; time < 2; time++) expect(await read(ID)).toMatchObject({ girth: "THICK" });
    expect([await kept(key), hits("Tome")]).toEqual([undefined, 0]);
    await become("THIN");
    expect(await kept(key)).toMatchObject({ girth: "THIN" });
    expect([await read(ID), hits("Tome")]).toMatchObject([{ girth: "THIN" }, 1]);
    await become("THICK");
    expect(await kept(key)).toBeUndefined();
    expect([await read(ID), hits("Tome")]).toMatchObject([{ girth: "THICK" }, 0]);
    await reader.reader({ strict: true }).list("World.tomes", WORLD, { first: 9 });
    await reader.cache.settled();
    expect(await kept("tomes")).toMatchObject({ entries: [{ id: ID }] });
    expect([await read("tome:w:none"), await kept("tome:none:state")]).toEqual([null, null]);
  });

  test("a list is kept while its definition calls it cacheable", async () => {
    const key = "location:shelf:tomes";
    const list = async () => {
      const { entries } = await reader
        .reader({ strict: true })
        .list("Location.tomes", "location:w:shelf", { first: 9 });
      await reader.cache.settled();
      return entries.length;
    };
    expect([await list(), await kept(key)]).toEqual([0, undefined]);
    await make(tome, { shelfId: "location:w:shelf" });
    expect([await list(), await kept(key)]).toMatchObject([1, { entries: [{ id: "tome:w:a" }] }]);
    await writer.commands.members.update(tome, { id: "tome:w:a", shelfId: null });
    expect([await list(), await kept(key)]).toEqual([0, undefined]);
  });

  test("what isn't cached on read is kept of changes alone", async () => {
    await make(poster);
    expect([await read("poster:w:a"), hits("Poster")]).toMatchObject([{ name: "A" }, 1]);
    await writer.commands.purge(WORLD, "Poster");
    for (let time = 0; time < 2; time++) expect(await read("poster:w:a")).toMatchObject({ name: "A" });
    expect(hits("Poster")).toBe(0);
    await writer.commands.members.update(poster, { id: "poster:w:a", name: "B" });
    expect([await read("poster:w:a"), hits("Poster")]).toMatchObject([{ name: "B" }, 1]);
  });

  test.each([
    ["drop", ledger, "ledger:w:a", "ledger:a:state"],
    ["behind", seal, "seal:w:a", "seals"],
  ] as const)(
    "what a change is to %s is dropped by it, and kept when it is read",
    async (_, definition, id, key) => {
      await make(definition);
      expect(await kept(key)).toBeUndefined();
      expect(await read(id)).toMatchObject({ name: "A" });
      expect(await kept(key)).toBeDefined();
      await writer.commands.members.update(definition, { id, name: "B" });
      expect(await kept(key)).toBeUndefined();
      expect(await read(id)).toMatchObject({ name: "B" });
      hits("");
      expect([await read(id), hits(definition.name)]).toMatchObject([{ name: "B" }, 1]);
    },
  );
}
