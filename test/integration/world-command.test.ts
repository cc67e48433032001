import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { damageFile } from "../support/damage.ts";
import { ODYSSEY, worldFile } from "../support/world-files.ts";

const COMMAND = join(import.meta.dirname, "../../src/world-command.ts");

describe("npm run world", () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "world-command-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs the command; `watch` sees what it has written to stderr so far. */
  async function world(args: string[], watch?: (child: ChildProcess, stderr: string) => void) {
    const env = { ...process.env, SQLITE_FILE: path("store.sqlite"), NODE_NO_WARNINGS: "1" };
    const child = spawn(process.execPath, [COMMAND, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      watch?.(child, stderr);
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, stdout, stderr };
  }

  const writeWorld = async (name: string, sections?: Record<string, unknown>) => {
    await writeFile(path(name), JSON.stringify(worldFile(sections)));
    return path(name);
  };

  test("explains itself", async () => {
    const { code, stdout } = await world(["--help"]);
    expect(code).toBe(0);
    for (const name of ["import", "export", "list", "renew-epoch", "generate", "schema"])
      expect(stdout).toContain(name);
    expect(await world(["generate", "--help"])).toMatchObject({ stdout: expect.stringContaining("--seed") });
  });

  test("imports a world, lists it, and exports what imports to the same", async () => {
    const first = await world(["import", ODYSSEY]);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^imported world:odyssey, version 1: \d+ flags, .*\d+ events(, .*)?\n$/),
    });
    expect(first.stderr.trim().split("\n").length).toBeLessThan(10);
    expect(await world(["export", "odyssey", "--output", path("one.json")])).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await world(["import", path("one.json")])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("version 2"),
    });
    const { stdout } = await world(["export", "world:odyssey"]);
    expect(stdout).toBe(await readFile(path("one.json"), "utf8"));
    const [head, row] = (await world(["list"])).stdout.split("\n");
    expect(head).toMatch(/^ID +NAME +STATUS +VERSION +FLAGS +LOCATIONS/);
    expect(row).toMatch(/^world:odyssey +The Odyssey +ACTIVE +2 +\d+/);
  });

  test("removes what an import replaced", async () => {
    const file = await writeWorld("world.json", { characters: [{ id: "a", name: "A" }] });
    await world(["import", file]);
    await world(["import", file]);
    expect(rows("SELECT count(DISTINCT incarnation) AS n FROM entity WHERE type = 'Character'")).toEqual([
      { n: 1 },
    ]);
  });

  test("lists every error of a file, changes nothing and fails", async () => {
    await world(["import", await writeWorld("good.json")]);
    const bad = await writeWorld("bad.json", {
      characters: [{ id: "a" }, { id: "b", name: "B", location: "x" }],
    });
    const { code, stdout, stderr } = await world(["import", bad]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("nothing was changed");
    expect(stderr).toContain("  characters[0].name: missing");
    expect(stderr).toContain("  characters[1].location: expected location:<id>");
    expect((await world(["list"])).stdout).toMatch(/world:troy .* 1 +0 +0 +0/);
  });

  test("fails for a world or a command that isn't there, and leaves no file", async () => {
    const output = path("out.json");
    expect(await world(["export", "nowhere", "--output", output])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("world:nowhere isn't there"),
    });
    expect(await world(["export", "no/id"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("1 to 64"),
    });
    expect(await world(["exprot", "troy"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("export"),
    });
    expect(await world(["generate", "--seed", "x"])).toMatchObject({ code: 1 });
    expect((await readdir(folder)).filter((name) => name.startsWith("out.json"))).toEqual([]);
  });

  test("exports nothing of a world that can't be read whole, unless it may leave that out", async () => {
    await world([
      "import",
      await writeWorld("whole.json", {
        locations: [{ id: "tent", name: "Tent", kind: "tent" }],
        characters: [
          { id: "a", name: "Ajax", location: "location:tent" },
          { id: "h", name: "Hector" },
        ],
      }),
    ]);
    const damage = damageFile(path("store.sqlite"), createWorldRegistry());
    await damage.garble("location:troy:tent");
    await damage.garble("character:troy:h");
    const refused = await world(["export", "troy"]);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain(
      "what the store has of character:troy:h, location:troy:tent can't be read",
    );
    const { code, stdout, stderr } = await world(["export", "troy", "--skip-unreadable"]);
    expect(code).toBe(0);
    expect(stderr).toContain("location:troy:tent");
    expect(JSON.parse(stdout).characters).toEqual([expect.objectContaining({ id: "a", name: "Ajax" })]);
    await writeFile(path("rest.json"), stdout);
    expect(await world(["import", path("rest.json")])).toMatchObject({ code: 0 });
    expect(await world(["export", "troy"])).toMatchObject({ code: 0, stdout });
    await damage.garble("world:troy");
    const [, row] = (await world(["list"])).stdout.split("\n");
    expect(row).toMatch(/^world:troy +\(can't be read\) +\? +2/);
    expect(await world(["export", "troy", "--skip-unreadable"])).toMatchObject({ code: 1, stdout: "" });
  });

  test("makes up the same world to a file and to standard output", async () => {
    const sizes = ["--characters", "20", "--events", "30", "--seed", "5"];
    await world(["generate", ...sizes, "--output", path("made.json")]);
    const { stdout } = await world(["generate", ...sizes]);
    expect(await readFile(path("made.json"), "utf8")).toBe(stdout);
    expect(JSON.parse(stdout)).toMatchObject({ world: { id: "generated-5" }, events: { length: 30 } });
  });

  test("prints the schema that editors use", async () => {
    expect(JSON.parse((await world(["schema"])).stdout)).toMatchObject({ title: "World file" });
  });

  test("interrupted during an import leaves the old world, and gives up what it had built", async () => {
    const large = path("large.json");
    await world(["generate", "--characters", "2000", "--events", "40000", "--id", "troy", "--output", large]);
    await world(["import", await writeWorld("small.json", { characters: [{ id: "old", name: "Old" }] })]);
    let sent = false;
    const { code, stdout, stderr } = await world(["import", large], (child, text) => {
      if (!sent && text.includes("importing")) sent = child.kill("SIGINT");
    });
    expect({ sent, code, stdout }).toEqual({ sent: true, code: 130, stdout: "" });
    expect(stderr).toContain("interrupted; nothing was changed");
    expect((await world(["list"])).stdout).toMatch(/world:troy +Troy +DORMANT +1 +0 +0 +1 +0 +0/);
    expect(rows("SELECT count(*) AS n FROM incarnation WHERE status = 'building'")).toEqual([{ n: 0 }]);
    // The next import takes its remains away with what it replaces.
    await world(["import", path("small.json")]);
    expect(rows("SELECT count(*) AS n FROM incarnation WHERE scope = 'world:troy'")).toEqual([{ n: 1 }]);
  });

  test("gives the store another epoch, and says which", async () => {
    await world(["import", await writeWorld("world.json")]);
    const epoch = () => (rows("SELECT value FROM meta WHERE key = 'store-id'")[0] as { value: string }).value;
    const before = epoch();
    const { code, stdout, stderr } = await world(["renew-epoch"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(epoch()).not.toBe(before);
    expect(stdout).toContain(`the store's epoch is ${epoch()} now; it was ${before}`);
    expect((await world(["list"])).stdout).toContain("world:troy");
  });

  test("interrupted while it writes a file leaves no half of it", async () => {
    const output = path("out.json");
    await writeFile(output, "what was there");
    let sent = false;
    const { code } = await world(
      ["generate", "--characters", "100000", "--events", "5000000", "--output", output],
      (child, text) => {
        if (!sent && text.includes("generating")) sent = child.kill("SIGINT");
      },
    );
    expect({ sent, code }).toEqual({ sent: true, code: 130 });
    expect(await readdir(folder)).toEqual(["out.json"]);
    expect(await readFile(output, "utf8")).toBe("what was there");
  });

  function rows(sql: string): unknown[] {
    const db = new DatabaseSync(path("store.sqlite"), { readOnly: true });
    try {
      return db
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      db.close();
    }
  }
});
