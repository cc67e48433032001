import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { openPageSession, type PageSession, shellBlocks, shownAnswers } from "../support/page-session.ts";
import { codeBlocks, PAGES, readPage, tableAfter } from "../support/pages.ts";
import { redisCommand } from "../support/redis-args.ts";
import { curl, describeWith, ownNeo4j, redisPrograms } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";

/** Starting programs takes its time on a busy machine. */
const TIMEOUT = { timeout: 180_000 };

/** The first operations, which other pages go on from. */
const [RUN = "", IMAGE = "", QUERY = "", WATCH = "", MOVE = "", TEST = ""] = shellBlocks("README.md", 6);

let session: PageSession;
async function open(env?: Record<string, string>): Promise<void> {
  await session?.close();
  session = await openPageSession(env);
}
beforeEach(() => open());
afterEach(() => session?.close());

test("every page with commands is tried here", () => {
  const withCommands = PAGES.filter((page) =>
    codeBlocks(readPage(page)).some(({ language }) => language === "sh"),
  );
  expect(withCommands).toEqual([
    "CONTRIBUTING.md",
    "README.md",
    "docs/clients.md",
    "docs/guards.md",
    "docs/neo4j.md",
    "docs/operations.md",
    "docs/redis.md",
    "docs/simulation.md",
    "docs/world-files.md",
  ]);
});

describeWith(curl, "README.md", () => {
  test("starts a gateway, asks, watches and changes, and is answered what it shows", TIMEOUT, async () => {
    const [asked, moved, seen] = shownAnswers("README.md").filter((text) => /^[{:]/.test(text));
    await session.startGateway(RUN);
    expect(await session.run(QUERY)).toBe(asked!.trim());
    const watching = session.start(WATCH);
    const [first, second] = seen!.split("\n").filter((line) => line.startsWith("data: "));
    expect(await watching.line(/"version":1/)).toBe(first);
    expect(await session.run(MOVE)).toBe(moved!.trim());
    expect(await watching.line(/"version":2/)).toBe(second);
  });

  test("builds and runs the image of this folder, on a port of this machine alone", async () => {
    await session.run(IMAGE);
    expect(await session.dockerCalls()).toEqual([
      expect.stringMatching(/^build .* \.$/),
      expect.stringMatching(
        /^run .*-e ALLOW_ANONYMOUS=true -p 127\.0\.0\.1:4000:4000 .*:\/data living-worlds$/,
      ),
    ]);
  });

  test("has the tests run by a script that there is", () => session.run(TEST));
});

test("CONTRIBUTING.md names programs and files that there are", async () => {
  const [block = ""] = shellBlocks("CONTRIBUTING.md", 1);
  await session.run(block);
});

test("docs/simulation.md plays lives, and one of them again", TIMEOUT, async () => {
  const [block = ""] = shellBlocks("docs/simulation.md", 1);
  expect(await session.run(block)).toMatch(/^200 lives, [\s\S]*\*\*\* all is well again[\s\S]*^1 lives, /m);
});

test("docs/guards.md hunts for what misses a guard", TIMEOUT, async () => {
  const [block = ""] = shellBlocks("docs/guards.md", 1);
  expect(await session.run(block)).toMatch(/^11 a gap in the notices clears L1: \{"lives":/m);
});

test("docs/clients.md writes the schema to a file", TIMEOUT, async () => {
  const [block = ""] = shellBlocks("docs/clients.md", 1);
  await session.run(block);
  expect(readFileSync(join(session.folder, "schema.graphql"), "utf8")).toMatch(/^type Query/m);
});

test("docs/world-files.md lists, exports, imports and makes up worlds", TIMEOUT, async () => {
  const [block = ""] = shellBlocks("docs/world-files.md", 1);
  await session.startGateway(RUN);
  expect(await session.run(block)).toMatch(
    /world:odyssey +The Odyssey[\s\S]*imported world:odyssey, version 2/,
  );
  expect(JSON.parse(readFileSync(join(session.folder, "big.json"), "utf8"))).toMatchObject({
    world: { id: "generated-7" },
    characters: { length: 1_000 },
    events: { length: 5_000 },
  });
});

describeWith(curl, "docs/operations.md", () => {
  const [compose = "", move = "", health = "", renew = ""] = shellBlocks("docs/operations.md", 4);
  const [moved = "", healthy = ""] = shownAnswers("docs/operations.md");

  test("starts two gateways, and reads on one what was changed on the other", TIMEOUT, async () => {
    await session.run(compose);
    expect(readFileSync(join(session.folder, ".env"), "utf8")).toMatch(
      /^NEO4J_PASSWORD=[\da-f]{32}\nREDIS_PASSWORD=[\da-f]{32}\n$/,
    );
    expect(await session.dockerCalls()).toEqual(["compose up"]);
    for (let n = 0; n < 2; n++) await session.startGateway(RUN);
    // No line ends between two answers of curl.
    expect((await session.run(move)).replace("}{", "}\n{")).toBe(moved.trim());
  });

  test("asks how a gateway is, and is answered what it shows", TIMEOUT, async () => {
    await session.startGateway(RUN);
    const timeless = (text: string) => text.trim().replace(/"lastPollMsAgo":\d+/, "");
    expect(timeless(await session.run(health))).toBe(timeless(healthy));
  });

  test("gives the store another epoch", TIMEOUT, async () => {
    expect(await session.run(renew)).toMatch(/the store's epoch is \S+ now/);
  });
});

describeWith(redisPrograms, "docs/redis.md", () => {
  const [server = "", gateway = "", look = ""] = shellBlocks("docs/redis.md", 3);
  const page = readPage("docs/redis.md");
  let port: number;
  let url: string;
  beforeEach(async () => {
    port = await freePort();
    url = `redis://127.0.0.1:${port}/0`;
    await open({ REDIS_PORT: String(port), REDIS_URL: url });
    await session.start(server).line(/Ready to accept connections/);
  });

  describeWith(curl, "with a gateway", () => {
    test("shows what lies in Redis after the first operations", TIMEOUT, async () => {
      await session.startGateway(gateway);
      for (const block of [QUERY, MOVE]) await session.run(block);
      const [shown = ""] = shownAnswers("docs/redis.md");
      await expect.poll(async () => comparable(await session.run(look))).toBe(comparable(shown));
    });

    test("gives the gateway's user all the rights that it needs", TIMEOUT, async () => {
      const [, rights = ""] = /`ACL SETUSER gateway ([^`]+)`/.exec(page) ?? [];
      await redisCommand(url, "ACL", "SETUSER", "gateway", ...rights.split(" "));
      await session.startGateway(`REDIS_URL=redis://gateway:PASSWORD@127.0.0.1:${port}/0 ${gateway}`);
      for (const block of [QUERY, MOVE, QUERY]) await session.run(block);
      const { cache, bus } = JSON.parse(await session.run("curl -s localhost:4000/health"));
      expect(cache).toEqual({ provider: "redis", status: "up" });
      expect(bus).toEqual({ provider: "redis", status: "up" });
      expect(await redisCommand(url, "ACL", "LOG")).toEqual([]);
    });
  });

  /** Without what is another one each time. */
  function comparable(text: string): string {
    return text
      .trim()
      .replace(/"(store|cachedAt|source)":"[^"]+"/g, '"$1"')
      .replace(/"ttl":[\d.]+/g, '"ttl"');
  }
});

describeWith(ownNeo4j, "docs/neo4j.md", () => {
  const shared = useSharedNeo4j();
  const page = readPage("docs/neo4j.md");
  const [gateway = "", shell = ""] = shellBlocks("docs/neo4j.md", 2);
  const examples = codeBlocks(page).filter(({ language }) => language === "cypher");

  test("loads the Odyssey, and queries the graph by hand as it shows", TIMEOUT, async () => {
    const { uri, user, password } = shared.server;
    await open({ NEO4J_URI: uri, NEO4J_USER: user, STORE_TIMEOUT_MS: "60000" });
    writeFileSync(join(session.folder, ".env"), `NEO4J_PASSWORD=${password}\nREDIS_PASSWORD=none\n`);
    await session.startGateway(gateway);
    await session.run(shell);
    expect(await session.dockerCalls()).toEqual([
      "compose up --wait neo4j",
      expect.stringMatching(/^compose exec neo4j sh -c /),
    ]);
    const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
    expect(examples).toHaveLength(3);
    for (const { text } of examples) {
      const { records } = await driver.executeQuery(text);
      const rows = records.map((record) => [...record.values()].map(shown));
      expect(rows, text).toEqual(tableAfter(page, `${text}\`\`\`\n`));
    }
    await driver.close();
  });

  function shown(value: unknown): string {
    return Array.isArray(value) ? value.join(", ") : String(value ?? "");
  }
});
