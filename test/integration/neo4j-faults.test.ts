import { afterEach, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import type { ListReading, ScopeState, StoreQuery } from "../../src/store/query.ts";
import type { Store } from "../../src/store/store.ts";
import { ROUNDS } from "../support/made-up.ts";
import { useNeo4j } from "../support/neo4j-store.ts";
import { character } from "../support/own-types.ts";
import { poll } from "../support/poll.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { actionsOn, sampleOf } from "../support/store.ts";
import { type ProxyConnection, startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

const SCOPE = "world:odyssey";
const CIRCE = "character:odyssey:circe";
/** Bolt's COMMIT: a chunk of two bytes, a structure without fields, and the end of the message. */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);
/** What a client of Bolt says first. */
const HANDSHAKE = Buffer.from([0x60, 0x60, 0xb0, 0x17]);
const CHANGES = 60 * ROUNDS;

describeWith(ownNeo4j, "a Neo4j store", () => {
  const at = useNeo4j();
  const proxies: TcpProxy[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });

  /** A store that reaches the server through a proxy. */
  async function throughProxy(
    more: { timeoutMs?: number; maxConnections?: number } = {},
  ): Promise<{ store: Store; proxy: TcpProxy }> {
    const proxy = await startTcpProxy(at.server);
    proxies.push(proxy);
    return { proxy, store: await at.open({ uri: `bolt://${proxy.host}:${proxy.port}`, ...more }) };
  }

  test("never reads less than the version it names, while raw reads do", {
    timeout: 120_000 * ROUNDS,
  }, async () => {
    await at.createWorld("odyssey");
    await at.create(character, CIRCE, { name: "2" });
    let acknowledged = 2;
    let over = false;
    const other = await at.open();
    const queries: StoreQuery[] = [
      { kind: "entity", id: CIRCE },
      {
        kind: "list",
        coordinate: "World.characters",
        owner: SCOPE,
        filter: { language: "fr" },
        after: null,
        limit: 1,
      },
    ];
    const seen = { readings: 0, matched: 0, raw: 0, torn: 0 };
    const check = async (store: Store) => {
      const floor = acknowledged;
      const { values, versions } = await store.read(queries);
      const [circe, list] = values as [Entity, ListReading];
      const { before, after } = versions.get(SCOPE)!;
      expect(before).toBeGreaterThanOrEqual(floor);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(circe.version).toBeGreaterThanOrEqual(before);
      expect(before === 2 ? 2 : numberOf(list.entries[0]!.id)).toBeGreaterThanOrEqual(before);
      seen.readings++;
    };
    const checkMatched = async (store: Store) => {
      const { values } = await store.read([{ kind: "state", scope: SCOPE }, ...queries]);
      const [state, circe, list] = values as [ScopeState, Entity, ListReading];
      expect(circe.version).toBe(state.version);
      expect(state.counts.Character).toBe(state.version - 1);
      expect(state.version === 2 ? 2 : numberOf(list.entries[0]!.id)).toBe(state.version);
      seen.matched++;
    };
    const checkRaw = async () => {
      const [row] = await at.ask<{ scope: number; newest: string | null }>(
        "MATCH (s:LwScope {id: $scope}) WITH s.version AS scope " +
          "OPTIONAL MATCH (:World {id: $scope})<-[:IN]-(c:Character {name: toString(scope)}) RETURN scope, c.id AS newest",
        { scope: SCOPE },
      );
      seen.raw++;
      if (row && row.newest === null) seen.torn++;
    };
    const repeat = async (work: () => Promise<void>) => {
      while (!over) await work();
    };
    const readers = [
      repeat(() => check(at.store)),
      repeat(() => check(other)),
      repeat(() => checkMatched(at.store)),
      repeat(checkRaw),
    ];
    const writer = (async () => {
      try {
        for (let version = 3; version < 3 + CHANGES; version++) {
          await at.change("odyssey", async (draft) => {
            await draft.update(character, await draft.need(character, CIRCE), { name: String(version) });
            const id = `character:odyssey:n${String(version).padStart(4, "0")}`;
            const fields = { name: `n${String(version).padStart(4, "0")}`, language: "fr" };
            await draft.create(character, id, sampleOf(character, id, fields));
          });
          acknowledged = version;
        }
      } finally {
        over = true;
      }
    })();
    await Promise.all([writer, ...readers]);
    console.info(
      `${CHANGES} changes: ${seen.readings} readings and ${seen.matched} beside the state, none torn; ` +
        `${seen.torn} of ${seen.raw} raw ones torn`,
    );
    expect(seen.readings).toBeGreaterThan(50);
    expect(seen.matched).toBeGreaterThan(5);
  });

  test.each([
    ["reached the server and whose reply is lost", "onReply"],
    ["never reaches the server", "onRequest"],
  ] as const)("makes a change once whose commit %s", async (_, where) => {
    await at.createWorld("odyssey");
    for (const idempotencyKey of [null, "once"]) {
      const { store, proxy } = await throughProxy();
      const begun = (await at.version(SCOPE))!;
      const cut = cutAtCommit(proxy, where);
      const id = `character:odyssey:${where}-${idempotencyKey}`;
      let runs = 0;
      const change = () =>
        store.change({
          scopes: [SCOPE],
          idempotencyKey,
          work: async (draft) => {
            runs++;
            return draft.create(character, id, sampleOf(character, id));
          },
        });
      const { value, versions, epoch, commits } = await change();
      expect(cut.count).toBe(1);
      expect(runs).toBe(where === "onReply" ? 1 : 2);
      expect(versions).toEqual({ [SCOPE]: begun + 1 });
      expect(commits.map(({ entry }) => entry.version)).toEqual([begun + 1]);
      expect(await at.get(id)).toEqual(value);
      expect(await at.version(SCOPE)).toBe(begun + 1);
      expect((await at.log(SCOPE)).at(-1)).toEqual(commits[0]!.entry);
      if (idempotencyKey) expect(await change()).toEqual({ value, versions, epoch, commits: [] });
    }
  });

  test("makes an import once whose commits get no reply", async () => {
    const { store, proxy } = await throughProxy();
    await at.createWorld("odyssey");
    await at.create(character, CIRCE);
    const entities: Entity[] = [];
    for await (const batch of at.store.dump("odyssey")) entities.push(...batch);
    const importer = await store.beginImport("odyssey");
    let cut = cutAtCommit(proxy, "onReply");
    await importer.write(entities.map((entity) => ({ ...entity, version: 0, born: 0 })));
    expect(cut.count).toBe(1);
    cut = cutAtCommit(proxy, "onReply");
    const { versions } = await importer.finish();
    expect(cut.count).toBe(1);
    expect(versions).toEqual({ [SCOPE]: 3 });
    expect(await at.ids("World.characters", SCOPE)).toEqual([CIRCE]);
  });

  test("tries a change again that a deadlock ended", async () => {
    await at.createWorld("odyssey");
    await at.create(character, CIRCE);
    const session = at.driver.session();
    const rival = session.beginTransaction();
    // The rival holds the row and wants the world; the change holds the world and wants the row.
    await rival.run("MATCH (c:LwEntity {id: $id}) USING SCAN c:LwEntity REMOVE c.nothing SET c.seen = true", {
      id: CIRCE,
    });
    let runs = 0;
    let waiting: Promise<unknown> | undefined;
    const changed = await at.change("odyssey", async (draft) => {
      runs++;
      waiting ??= rival
        .run("MATCH (s:LwScope {id: $id}) REMOVE s.lock", { id: SCOPE })
        .then(() => rival.commit());
      await poll("the rival waits for the world", async () => runs > 1 || (await isWaiting()));
      await draft.update(character, await draft.need(character, CIRCE), { name: "Kirke" });
    });
    await waiting;
    await session.close();
    expect(runs).toBe(2);
    expect(changed.versions).toEqual({ [SCOPE]: 3 });
    expect(await at.get(CIRCE)).toMatchObject({ name: "Kirke", version: 3 });

    async function isWaiting(): Promise<boolean> {
      const rows = await at.ask<{ status: string }>("SHOW TRANSACTIONS YIELD status RETURN status");
      return rows.some(({ status }) => status.startsWith("Blocked"));
    }
  });

  test("answers UNAVAILABLE while the server is silent, and works when it is back", async () => {
    await at.createWorld("odyssey");
    const { store, proxy } = await throughProxy({ timeoutMs: 4_000 });
    const actions = actionsOn(() => store);
    const calls = [
      () => actions.get(CIRCE),
      () => actions.create(character, CIRCE),
      () => store.versions([SCOPE]),
      () => store.versions([SCOPE], { settled: true }),
      () => store.log(SCOPE, 0, 10),
      () => store.sweep(),
      () => store.beginImport("iliad"),
      async () => {
        for await (const _ of store.dump("odyssey"));
      },
    ];
    await actions.get(CIRCE);
    // Until all have their answers: each has to end by itself.
    proxy.pause();
    const answers = await Promise.allSettled(calls.map((call) => call()));
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: "UNAVAILABLE" } });
    proxy.resume();
    await poll("the store answers", async () => (await actions.version(SCOPE)) !== undefined);
  });

  test("answers UNAVAILABLE when the server is gone, and after it is closed", async () => {
    await at.createWorld("odyssey");
    const { store, proxy } = await throughProxy({ timeoutMs: 1_000 });
    const actions = actionsOn(() => store);
    await proxy.stop();
    await expect(actions.get(CIRCE)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(actions.create(character, CIRCE)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await store.close();
    await expect(store.versions([])).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: "the store is closed",
    });
  });

  test("goes on over new connections when the old ones have died without a word", async () => {
    await at.createWorld("odyssey");
    const { store, proxy } = await throughProxy({ timeoutMs: 4_000, maxConnections: 4 });
    const actions = actionsOn(() => store);
    await Promise.all(Array.from({ length: 8 }, () => actions.version(SCOPE)));
    expect(proxy.connections).toBeGreaterThan(0);
    // From here on the old connections swallow what they are given; new ones work.
    const dead = new WeakSet<ProxyConnection>();
    const alive = new WeakSet<ProxyConnection>();
    proxy.hooks.onRequest = (chunk, connection) => {
      if (chunk.subarray(0, 4).equals(HANDSHAKE)) alive.add(connection);
      if (!alive.has(connection)) dead.add(connection);
      return dead.has(connection) ? Buffer.alloc(0) : undefined;
    };
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => actions.version(SCOPE)));
    expect(answers.some(({ status }) => status === "rejected")).toBe(true);
    await poll("the store answers", async () => (await actions.version(SCOPE)) === 1);
    await actions.create(character, CIRCE);
  });

  test("opens no more connections than it may", async () => {
    await at.createWorld("odyssey");
    const { store, proxy } = await throughProxy({ maxConnections: 3 });
    const actions = actionsOn(() => store);
    const names = Array.from({ length: 30 }, (_, index) => `character:odyssey:c${index}`);
    await Promise.all(names.flatMap((id) => [actions.create(character, id), actions.get(id)]));
    expect(proxy.connections).toBeLessThanOrEqual(3);
    expect(await at.version(SCOPE)).toBe(31);
  });
});

/** Cuts the next connection that commits: before the server sees it, or after it has answered. */
function cutAtCommit(proxy: TcpProxy, where: "onRequest" | "onReply"): { readonly count: number } {
  const seen = { count: 0 };
  let committing: ProxyConnection | undefined;
  const cut = (connection: ProxyConnection) => {
    seen.count++;
    proxy.hooks.onRequest = undefined;
    proxy.hooks.onReply = undefined;
    connection.cut();
    return Buffer.alloc(0);
  };
  proxy.hooks.onRequest = (chunk, connection) => {
    if (!chunk.includes(COMMIT)) return undefined;
    committing = connection;
    return where === "onRequest" ? cut(connection) : undefined;
  };
  proxy.hooks.onReply = (_, connection) => (connection === committing ? cut(connection) : undefined);
  return seen;
}

function numberOf(id: string): number {
  return Number(/n(\d+)$/.exec(id)?.[1]);
}
