import { readFileSync } from "node:fs";
import { join } from "node:path";
import neo4j, { type Driver } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { settings } from "../../src/settings.ts";
import { openNeo4jStore } from "../../src/store/neo4j/store.ts";
import { DEMO_WORLD_FILE } from "../../src/worlds/demo/demo-world.ts";
import { cachePolicies, createWorldRegistry } from "../../src/worlds/registry.ts";
import { importWorldFile } from "../../src/worlds/world-file/import.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { useSharedNeo4j } from "../support/shared-neo4j.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

describe("the README's table of settings", () => {
  const rows = tableAfter(README, "\n## Configuration\n").map(([names = "", defaults = ""]) => ({
    names: names.split(", ").map(plain),
    defaults: defaults.split(", ").map(asSet),
  }));

  test("names every setting once, and no other", () => {
    const names = settings(cachePolicies()).map(({ name }) => name);
    expect(rows.flatMap((row) => row.names).sort()).toEqual(names.sort());
  });

  test("tells their defaults", () => {
    const told = rows.flatMap(({ names, defaults }) => names.map((name, at) => [name, defaults[at]]));
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(settings(cachePolicies()).map((one) => [one.name, one.default])),
    );
  });
});

describeWith(ownNeo4j, "the README's Cypher", () => {
  const shared = useSharedNeo4j();
  let driver: Driver;
  beforeAll(async () => {
    const { uri, user, password } = shared.server;
    driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
    const registry = createWorldRegistry();
    const store = await openNeo4jStore({
      ...{ uri, user, password, database: "", maxConnections: 10 },
      ...{ registry, clock: systemClock, timeoutMs: 60_000 },
    });
    await importWorldFile({ store, registry, clock: systemClock, file: DEMO_WORLD_FILE });
    await store.close();
  });
  afterAll(() => driver?.close());

  const examples = [...README.matchAll(/```cypher\n([^`]+)```\n/g)].map(([block, query]) => ({
    block: block!,
    query: query!,
  }));

  test("is three examples", () => {
    expect(examples).toHaveLength(3);
  });

  test.each(examples)("answers what is shown: $query", async ({ block, query }) => {
    const { records } = await driver.executeQuery(query);
    expect(records.map((record) => [...record.values()].map(shown))).toEqual(tableAfter(README, block));
  });
});

/** The rows of the first table behind a mark, cell by cell, without its head. */
function tableAfter(text: string, mark: string): string[][] {
  const lines = text.slice(text.indexOf(mark) + mark.length).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const behind = lines.findIndex((line, at) => at > first && !line.startsWith("|"));
  return lines.slice(first + 2, behind).map((line) => line.slice(2, -2).split(" | "));
}

function plain(cell: string): string {
  return cell.replaceAll("`", "");
}

/** `4 MiB`, `15,000`, `none` or text, as the environment has it. */
function asSet(cell: string): string {
  if (cell === "none") return "";
  const mebibytes = /^(\d+) MiB$/.exec(cell)?.[1];
  if (mebibytes) return String(Number(mebibytes) * 1024 ** 2);
  return cell.startsWith("`") ? plain(cell) : cell.replaceAll(",", "");
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
