import { appendFile, cp, mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Certificates, createCertificates } from "../support/certificates.ts";
import { startFailure } from "../support/failed-start.ts";
import { type Neo4jServer, startNeo4j } from "../support/neo4j-server.ts";
import { endProcesses, startProcess } from "../support/process.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { STARTING_MS, useSharedNeo4j } from "../support/shared-neo4j.ts";

type Env = Readonly<Record<string, string>>;

describeWith(ownNeo4j, "a gateway that can't use its Neo4j says what to do about", () => {
  const shared = useSharedNeo4j();
  let env: Env;
  beforeAll(() => {
    const { server } = shared;
    env = {
      STORE_PROVIDER: "neo4j",
      STORE_TIMEOUT_MS: "3000",
      NEO4J_URI: server.uri,
      NEO4J_USER: server.user,
      NEO4J_PASSWORD: server.password,
    };
  });
  afterEach(endProcesses);

  const at = () => `can't start: can't use Neo4j at 127.0.0.1:${shared.server.port}: `;

  test("a wrong address", async () => {
    const failure = await startFailure({ ...env, NEO4J_URI: "bolt://127.0.0.1:1" });
    expect(failure).toBe(
      "can't start: can't use Neo4j at 127.0.0.1:1: no Neo4j answers (connect ECONNREFUSED 127.0.0.1:1): " +
        "set NEO4J_URI to the address of a server that is up, bolt:// or neo4j://, with +s if it wants TLS",
    );
  });

  test("a name that isn't known", async () => {
    const failure = await startFailure({ ...env, NEO4J_URI: "neo4j://nowhere.invalid" });
    expect(failure).toMatch(/^can't start: can't use Neo4j at nowhere\.invalid: .*: set NEO4J_URI to /);
  });

  test("a wrong password, which isn't repeated", async () => {
    const failure = await startFailure({ ...env, NEO4J_PASSWORD: "open-sesame" });
    expect(failure).toBe(`${at()}it refuses the user or the password: set NEO4J_USER and NEO4J_PASSWORD`);
  });

  test("no password where one is asked for", async () => {
    const failure = await startFailure({ ...env, NEO4J_PASSWORD: "" });
    expect(failure).toBe(`${at()}it refuses the user or the password: set NEO4J_USER and NEO4J_PASSWORD`);
  });

  test("a wrong database", async () => {
    const failure = await startFailure({ ...env, NEO4J_DATABASE: "ithaca" });
    expect(failure).toBe(`${at()}there is no such database: set NEO4J_DATABASE to one that is there`);
  });

  test("a database that holds no graph", async () => {
    const failure = await startFailure({ ...env, NEO4J_DATABASE: "system" });
    expect(failure).toBe(
      `${at()}its database holds no graph: set NEO4J_DATABASE to one that does, such as neo4j`,
    );
  });

  test("something that is no Neo4j", async () => {
    const other = createServer((_, response) => response.end());
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    expect(await startFailure({ ...env, NEO4J_URI: `bolt://127.0.0.1:${port}` })).toMatch(
      /^can't start: can't use Neo4j at 127\.0\.0\.1:\d+: .*: set NEO4J_URI to the address of /,
    );
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
  });

  test("TLS where the server speaks none", async () => {
    const failure = await startFailure({ ...env, NEO4J_URI: shared.server.uri.replace("bolt:", "bolt+s:") });
    expect(failure).toMatch(
      /: TLS failed \([^\n]+\): set NEO4J_URI to .*bolt\+s:\/\/.* NODE_EXTRA_CA_CERTS .* \+ssc .*; bolt:\/\/ or neo4j:\/\/ if the server speaks no TLS$/,
    );
  });

  test("a database of a newer version of the program", async () => {
    const { uri, user, password } = shared.server;
    const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
    await driver.executeQuery("CREATE (:LwMeta {name: 'living-worlds', schema: 99})");
    expect(await startFailure(env)).toMatch(
      /^can't start: the Neo4j database has schema version 99, .*: start a newer version of the program, or name another NEO4J_DATABASE$/,
    );
    await driver.executeQuery("MATCH (m:LwMeta) DELETE m");
    await driver.close();
  });
});

describeWith(ownNeo4j, "a gateway whose Neo4j has a certificate", (how) => {
  let server: Neo4jServer;
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await createCertificates();
    const folder = join(certificates.cert, "../bolt");
    await mkdir(join(folder, "trusted"), { recursive: true });
    await mkdir(join(folder, "revoked"));
    await cp(certificates.cert, join(folder, "public.crt"));
    await cp(certificates.key, join(folder, "private.key"));
    server = await startNeo4j({
      extraConf: {
        "dbms.ssl.policy.bolt.enabled": "true",
        "dbms.ssl.policy.bolt.base_directory": folder,
        "dbms.ssl.policy.bolt.client_auth": "NONE",
        "server.bolt.tls_level": "OPTIONAL",
      },
    });
  }, STARTING_MS);
  afterEach(endProcesses);
  afterAll(async () => {
    await server?.stop();
    await certificates?.remove();
  });

  const env = (scheme: string, more: Env = {}): Env => ({
    STORE_PROVIDER: "neo4j",
    STORE_TIMEOUT_MS: "60000",
    NEO4J_URI: `${scheme}://127.0.0.1:${server.port}`,
    NEO4J_PASSWORD: server.password,
    ...more,
  });

  test("doesn't start if it knows nothing of who signed it, and says what to do", async () => {
    const failure = await startFailure(env("bolt+s"));
    expect(failure).toMatch(
      /: TLS failed \(.*certificate.*\): set NEO4J_URI to .* NODE_EXTRA_CA_CERTS .* \+ssc /,
    );
    const other = await startFailure(env("bolt+s", { NODE_EXTRA_CA_CERTS: certificates.otherCa }));
    expect(other).toMatch(/: TLS failed \(.*certificate.*\): /);
  });

  test("starts with the authority's certificate, and with +ssc", async () => {
    for (const [scheme, more] of [
      ["bolt+s", { NODE_EXTRA_CA_CERTS: certificates.ca }],
      ["bolt+ssc", {}],
    ] as const) {
      const gateway = startProcess(env(scheme, more));
      expect(await gateway.url()).toMatch(/^http:/);
    }
  });

  test("doesn't wait for one that is silent, and says what to do", async () => {
    await server.signal("SIGSTOP");
    try {
      expect(await startFailure(env("bolt", { STORE_TIMEOUT_MS: "3000" }))).toMatch(
        /: set NEO4J_URI to the address of a server that is up$/,
      );
    } finally {
      await server.signal("SIGCONT");
    }
  });

  // The last one, as the server stays so. Community has no roles: the nearest there is to a user without rights is a
  // database that is read-only. In Docker its configuration is out of reach.
  test.skipIf(how === "Docker")("says so if it can only be read", { timeout: STARTING_MS }, async () => {
    const driver = neo4j.driver(server.uri, neo4j.auth.basic(server.user, server.password));
    // A database that has never been written to can't be read either.
    await driver.executeQuery("CREATE (:Place {name: 'Ithaca'})");
    const { records } = await driver.executeQuery(
      "CALL dbms.listConfig('server.directories.neo4j_home') YIELD value RETURN value",
    );
    await appendFile(join(records[0]!.get("value"), "conf/neo4j.conf"), "server.databases.read_only=neo4j\n");
    await server.restart();
    expect(await startFailure(env("bolt"))).toBe(
      `can't start: can't use Neo4j at 127.0.0.1:${server.port}: its database can only be read: ` +
        "set NEO4J_DATABASE to one that can be written to",
    );
    const found = await driver.executeQuery("MATCH (place:Place) RETURN place.name AS name");
    expect(found.records.map((record) => record.get("name"))).toEqual(["Ithaca"]);
    await driver.close();
  });
});
