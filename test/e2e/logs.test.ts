import { afterEach, describe, expect, test } from "vitest";
import { unavailable } from "../../src/fault.ts";
import type { Store } from "../../src/store/store.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { webSocket } from "../support/transports.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

/** A gateway that logs all that it can, on a store that fails as soon as it is told how. */
async function start(level = "trace") {
  const log = keepLog(level);
  let failure: unknown;
  const failing =
    <A extends unknown[], T>(method: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      failure ? Promise.reject(failure) : method(...args);
  gateway = await startTestGateway(
    { CORS_ORIGINS: "https://app.example" },
    {
      logger: log.logger,
      wrapStore: (store: Store) => ({
        ...store,
        read: failing(store.read),
        change: failing(store.change),
      }),
    },
  );
  return {
    at: gateway,
    log,
    fail: (error: unknown) => {
      failure = error;
    },
    parsed: () => log.lines.map((line) => JSON.parse(line)),
  };
}

const WORLDS = "{ worlds { nodes { id } } }";

describe("a request's id", () => {
  test("comes back in the header, in errors, and in what is logged on the way", async () => {
    const { at, parsed } = await start();
    const { headers, errors } = await at.send(`{ ${WORLDS.slice(2, -2)} world(id: "x") { id } }`, undefined, {
      "x-request-id": "trace-7.a:b_c",
    });
    expect(headers.get("x-request-id")).toBe("trace-7.a:b_c");
    expect(errors![0].extensions.requestId).toBe("trace-7.a:b_c");
    const misses = parsed().filter(({ msg }) => msg === "cache miss");
    expect(misses.length).toBeGreaterThan(0);
    for (const line of misses) expect(line.requestId).toBe("trace-7.a:b_c");
  });

  test.each(["", "a b", "<script>", "x".repeat(101), "é"])("that is none is replaced: %j", async (id) => {
    const { at } = await start("silent");
    const { headers } = await at.send(WORLDS, undefined, { "x-request-id": id });
    expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  test("stands in every refusal, however early", async () => {
    const { at } = await start("silent");
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(at.url + path, {
        ...init,
        headers: { ...init?.headers, "x-request-id": "mine" },
      });
      expect(response.headers.get("x-request-id")).toBe("mine");
      expect((await response.json()).errors[0].extensions.requestId).toBe("mine");
    };
    const json = { "content-type": "application/json" };
    await ask("/nowhere");
    await ask("/health", { method: "POST" });
    await ask("/graphql", { method: "PUT" });
    await ask("/graphql", { method: "POST", body: "x" });
    await ask("/graphql", { method: "POST", headers: json, body: "x" });
    await ask("/graphql", { method: "POST", headers: json, body: '{ "query": "{" }' });
    await ask("/graphql", { method: "POST", headers: json, body: '{ "query": "{ x }" }' });
    await ask("/graphql", {
      method: "POST",
      headers: { ...json, "x-min-version": "x" },
      body: `{ "query": "${WORLDS}" }`,
    });
  });
});

describe("an unexpected failure", () => {
  const secret = "connection string with a password";

  test("is masked, and its cause is in the log under the request's id", async () => {
    const { at, log, fail } = await start("info");
    fail(new TypeError(secret));
    const { status, data, errors, headers } = await at.send(WORLDS);
    expect({ status, data }).toEqual({ status: 200, data: null });
    const requestId = headers.get("x-request-id");
    expect(errors).toMatchObject([
      {
        message: "Something went wrong here; it was logged under this request's id.",
        path: ["worlds"],
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain("password");
    expect(log.troubles()).toMatchObject([
      { level: 50, requestId, msg: "unexpected error", err: { type: "TypeError", message: secret } },
    ]);
  });

  test("of a mutation is masked, too, and logged once", async () => {
    const { at, log, fail } = await start("info");
    fail(new Error(secret));
    const { errors } = await at.send(`mutation { createWorld(input: { name: "W" }) { version } }`);
    expect(errors![0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(log.troubles()).toHaveLength(1);
  });

  test("over a WebSocket is masked, too, and logged once", async () => {
    const { at, log, fail } = await start("info");
    fail(new Error(secret));
    const client = await webSocket.subscribe(at.url, WORLDS);
    const result = await client.next();
    expect(result!.errors![0].extensions).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(log.troubles()).toMatchObject([{ requestId: result!.errors![0].extensions.requestId }]);
    client.leave();
  });

  test("doesn't hide what else was asked for", async () => {
    const { at, fail } = await start("silent");
    fail(new Error(secret));
    const { data } = await at.send(`{ cache { provider } world(id: "world:w") { id } }`);
    expect(data).toEqual({ cache: { provider: "MEMORY" }, world: null });
  });

  test("of the store that says that it is away is UNAVAILABLE, and told once, however many meet it", async () => {
    const { at, log, fail } = await start("info");
    fail(unavailable("the store can't be reached", new Error(secret)));
    for (let n = 0; n < 5; n++) {
      const { errors } = await at.send(`mutation { createWorld(input: { name: "W" }) { version } }`);
      expect(errors).toMatchObject([
        { message: "the store can't be reached", extensions: { code: "UNAVAILABLE" } },
      ]);
      expect(JSON.stringify(errors)).not.toContain("password");
    }
    expect(log.troubles()).toMatchObject([{ level: 50, reason: secret }]);
  });
});

describe("a change", () => {
  test("is one line at info, however much it touches, with its versions and what it touched", async () => {
    const { at, parsed } = await start("info");
    await at.data(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
    await at.data(
      `mutation { createCharacter(input: { worldId: "world:w", id: "c", name: "C" }) { version } }`,
    );
    await at.data(`{ world(id: "world:w") { name characters { nodes { name } } } }`);
    await at.data(`mutation { updateCharacter(input: { id: "character:w:c", name: "D" }) { version } }`);
    await at.data(`mutation { purgeCache(input: { scope: "world:w" }) { version } }`);
    const lines = parsed().filter(({ msg }) => msg.startsWith("cache invalidation"));
    expect(lines).toMatchObject([
      { level: 30, versions: { "world:w": 1, worlds: 1 }, types: { World: 1 }, reason: "change" },
      { level: 30, versions: { "world:w": 2 }, types: { Character: 1 }, reason: "change" },
      { level: 30, versions: { "world:w": 3 }, types: { Character: 1 }, reason: "change" },
      { level: 30, versions: { "world:w": 4 }, types: {}, keys: 0, reason: "purge" },
    ]);
    expect(lines[2].keys).toBeGreaterThan(2);
    expect(lines.every(({ requestId }) => typeof requestId === "string")).toBe(true);
  });
});

describe("what people write", () => {
  test("stands in no line, whatever the level, also when it is refused", async () => {
    const { at, log, fail } = await start("trace");
    const secret = "Sesame-open-7Q";
    const mutate = `mutation ($secret: String!, $json: JSON!, $long: String!) {
      world: createWorld(input: { id: "w", name: $secret, description: $secret }) { version }
      character: createCharacter(input: { worldId: "world:w", id: "c", name: $secret, traits: [$secret] }) { character { name } }
      flag: setWorldFlag(input: { worldId: "world:w", key: "k", value: $json }) { flag { value } }
      event: addTimelineEvent(input: { worldId: "world:w", kind: $secret, summary: $secret, data: $json }) { event { data } }
      refused: createCharacter(input: { worldId: "world:w", name: $long }) { version }
    }`;
    const variables = { secret, json: { [secret]: [secret] }, long: secret.repeat(100) };
    expect((await at.send(mutate, variables)).errors).toHaveLength(1);
    const read = `{ world(id: "world:w") { name flags { value } characters { nodes { name } } timeline { nodes { summary data } } } }`;
    for (let time = 0; time < 2; time++) expect(JSON.stringify(await at.data(read))).toContain(secret);
    // Refused while it is parsed, validated, coerced, and as a body.
    await at.send(`{ world(id: "${secret}") { id } ${secret} }`);
    await at.send(`{ ${secret}`);
    await at.send(`query ($status: WorldStatus) { worlds(status: $status) { nodes { id } } }`, {
      status: secret,
    });
    const json = { "content-type": "application/json" };
    await fetch(`${at.url}/graphql`, { method: "POST", headers: json, body: `{ "${secret}" }` });
    await fetch(`${at.url}/graphql?query={__typename}&variables=${secret}`);
    fail(new Error("the disk is full"));
    await at.send(mutate, variables);
    expect(log.lines.length).toBeGreaterThan(20);
    expect(log.lines.filter((line) => line.includes(secret))).toEqual([]);
    expect(log.lines.filter((line) => /query|variables|mutation/.test(line))).toEqual([]);
  });
});
