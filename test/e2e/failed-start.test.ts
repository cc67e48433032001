import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settings } from "../../src/settings.ts";
import { cachePolicies } from "../../src/worlds/registry.ts";
import { startFailure } from "../support/failed-start.ts";
import { endProcesses, startProcess } from "../support/process.ts";

let folder = "";
const path = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});

/** Why a gateway with this environment can't start on a file of the test's own. */
const failureOf = (env: Record<string, string>) =>
  startFailure({ SQLITE_FILE: path("worlds.sqlite"), ...env });

describe("a gateway that can't start says what to do about", () => {
  test("a port in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await failureOf({ PORT: String(port) })).toBe(
      `can't start: listen EADDRINUSE: address already in use 127.0.0.1:${port}: set PORT to a free one`,
    );
    server.close();
  });

  test("an address that isn't its own", async () => {
    // Set aside for documentation, so that no machine has it.
    const env = { HOST: "192.0.2.1", ALLOW_ANONYMOUS: "true" };
    expect(await failureOf(env)).toBe(
      "can't start: listen EADDRNOTAVAIL: address not available 192.0.2.1: set HOST to an address of this machine",
    );
  });

  test("a directory instead of a file", async () => {
    expect(await failureOf({ SQLITE_FILE: folder })).toBe(
      `can't start: can't open ${folder}: unable to open database file: set SQLITE_FILE to a file that can be read and written`,
    );
  });

  test("a folder that can't be made", async () => {
    writeFileSync(path("file"), "");
    expect(await failureOf({ SQLITE_FILE: path("file/worlds.sqlite") })).toMatch(
      /^can't start: can't open .*: set SQLITE_FILE to a file that can be read and written$/,
    );
  });

  test("a folder that may not be written to", async () => {
    mkdirSync(path("closed"));
    chmodSync(path("closed"), 0o555);
    // Root may write everywhere, but under a file there is nowhere to write.
    writeFileSync(path("plain"), "");
    const folder = process.getuid?.() === 0 ? "plain" : "closed";
    expect(await failureOf({ SQLITE_FILE: path(`${folder}/worlds.sqlite`) })).toMatch(
      /: set SQLITE_FILE to a file/,
    );
  });

  test("a file that is no database", async () => {
    writeFileSync(
      path("worlds.sqlite"),
      "Sing in me, Muse, and through me tell the story of that man. ".repeat(50),
    );
    expect(await failureOf({})).toBe(
      `can't start: can't open ${path("worlds.sqlite")}: it is no SQLite database: set SQLITE_FILE to a file that can be read and written`,
    );
  });

  test("another program's database", async () => {
    new DatabaseSync(path("worlds.sqlite")).exec("CREATE TABLE notes (text TEXT)");
    expect(await failureOf({})).toBe(
      `can't start: can't open ${path("worlds.sqlite")}: the database belongs to another program: name another SQLITE_FILE`,
    );
  });

  test("a database of a newer version of the program", async () => {
    const first = startProcess({ SQLITE_FILE: path("worlds.sqlite") });
    await first.url();
    first.signal("SIGTERM");
    await first.ended;
    new DatabaseSync(path("worlds.sqlite")).exec("PRAGMA user_version = 99");
    expect(await failureOf({})).toMatch(
      /: the database has schema version 99, and this program knows \d+: start a newer version of the program, or name another SQLITE_FILE$/,
    );
  });
});

describe("a bad environment", () => {
  test("is refused with all its errors at once", async () => {
    const gateway = startProcess({
      HOST: "0.0.0.0",
      PORT: "seaside",
      CORS_ORIGINS: "example.org",
      DEMO_WORLD: "perhaps",
      MAX_DEPTH: "0",
      CACHE_CHARACTER_TTL: "-1",
      LOG_LEVEL: "loud",
    });
    expect(await gateway.ended).toBe(1);
    expect(gateway.lines).toEqual([
      "the configuration has 7 errors:",
      '  PORT="seaside": expected a whole number from 0 to 65535',
      '  CORS_ORIGINS="example.org": expected origins such as https://example.org, separated by commas',
      '  HOST="0.0.0.0": expected a loopback address, or ALLOW_ANONYMOUS=true to let everybody change everything',
      '  DEMO_WORLD="perhaps": expected true or false',
      '  CACHE_CHARACTER_TTL="-1": expected a whole number from 1 to 31536000',
      '  MAX_DEPTH="0": expected a whole number from 1 to 200',
      '  LOG_LEVEL="loud": expected fatal or error or warn or info or debug or trace or silent',
    ]);
  });
});

describe("--help", () => {
  test("prints every setting with its default, and starts nothing", async () => {
    const gateway = startProcess({ PORT: "seaside" }, ["--help"]);
    expect(await gateway.ended).toBe(0);
    for (const setting of settings(cachePolicies()))
      expect(gateway.lines).toContain(
        `  ${setting.name.padEnd(26)} ${setting.description} [${setting.default}]`,
      );
    expect(gateway.lines.filter((line) => /^ {2}[A-Z]/.test(line))).toHaveLength(
      settings(cachePolicies()).length,
    );
  });
});
