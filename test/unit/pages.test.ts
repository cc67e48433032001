import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { createMetrics } from "../../src/observability/metrics.ts";
import { settings } from "../../src/settings.ts";
import { cachePolicies } from "../../src/worlds/registry.ts";
import {
  anchorsOf,
  codeBlocks,
  linksOf,
  namesIn,
  PAGES,
  ROOT,
  readPage,
  tableAfter,
} from "../support/pages.ts";

/** Where a link of a page leads: a path below the project's folder, its own for a link within the page. */
const targetOf = (page: string, path: string) => (path === "" ? page : normalize(join(dirname(page), path)));

describe("links between pages", () => {
  const links = PAGES.flatMap((page) =>
    linksOf(readPage(page)).map(({ path, anchor }) => ({ page, path: targetOf(page, path), anchor })),
  );

  test("lead to files and folders of the project", () => {
    expect(links.filter(({ path }) => path.startsWith("..") || !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("lead to headings that are there", () => {
    const lost = links.filter(
      ({ path, anchor }) => anchor !== "" && !(PAGES.includes(path) && anchorsOf(readPage(path)).has(anchor)),
    );
    expect(lost).toEqual([]);
  });

  test("lead from README.md to every page", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) for (const link of links) if (link.page === page) reached.add(link.path);
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe("what pages name", () => {
  const named = (pattern: RegExp) =>
    PAGES.flatMap((page) => [...readPage(page).matchAll(pattern)].map(([, name]) => ({ page, name: name! })));

  test("as a setting is one", () => {
    const known = new Set(settings(cachePolicies()).map(({ name }) => name));
    // Neo4j's own, in compose.yaml.
    known.add("NEO4J_AUTH");
    const families = [...known].map((name) => name.split("_")[0]!);
    const inFamily = new RegExp(`\\b((?:${[...new Set(families)].join("|")})_[A-Z0-9_]*[A-Z0-9])\\b`, "g");
    expect(named(inFamily).filter(({ name }) => !known.has(name))).toEqual([]);
  });

  test("as an npm script is one", () => {
    const { scripts } = JSON.parse(readPage("package.json")) as { scripts: object };
    const unknown = named(/\bnpm run (?:-s )?([a-z][a-z:-]*)/g);
    expect(unknown.filter(({ name }) => !(name in scripts))).toEqual([]);
  });

  test("as a metric is one, and every metric of the gateway's own is named", async () => {
    const counted = {
      type: "World",
      hits: 1,
      misses: 1,
      fills: 1,
      fillsRejected: 1,
      invalidations: 1,
      garbage: 1,
    };
    const server = { usedBytes: 1, maxBytes: 1, evictedKeys: 1, connections: 1, maxConnections: 1 };
    const tier = { entries: 1, bytes: 1, counters: [counted] };
    const metrics = createMetrics({
      cacheStatus: async () => ({
        provider: "REDIS",
        trusted: true,
        tiers: [
          { ...tier, tier: "L1" },
          { ...tier, tier: "L2", server },
        ],
      }),
      subscribers: () => 1,
      unreadable: new Map([["World", 1]]),
    });
    const shown = [...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
    const own = shown.filter((name) => !/^(nodejs|process)_/.test(name));
    const told = tableAfter(readPage("docs/operations.md"), "\n## Metrics\n").flatMap(([names = ""]) =>
      namesIn(names),
    );
    expect(told.sort()).toEqual(own.sort());
  });
});

describe("the table of settings", () => {
  const rows = tableAfter(readPage("docs/operations.md"), "\n## Settings\n").map(
    ([names = "", defaults = ""]) => ({
      names: namesIn(names),
      defaults: defaults.split(", ").map(asSet),
    }),
  );

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

  /** `4 MiB`, `15,000`, `none` or text, as the environment has it. */
  function asSet(cell: string): string {
    if (cell === "none") return "";
    const mebibytes = /^(\d+) MiB$/.exec(cell)?.[1];
    if (mebibytes) return String(Number(mebibytes) * 1024 ** 2);
    return cell.startsWith("`") ? cell.replaceAll("`", "") : cell.replaceAll(",", "");
  }
});

test("README.md is about 200 lines", () => {
  expect(readPage("README.md").split("\n").length).toBeLessThan(220);
});

describe("what is read of a page", () => {
  const page = [
    "# A page",
    "## It's `so`",
    "## It's so",
    "[a](b.md#c) and `[no](link)`, <https://x.example> and [out](https://x.example)",
    "```sh",
    "# no heading",
    "[no](link)",
    "```",
  ].join("\n");

  test("are the anchors of its headings", () => {
    expect([...anchorsOf(page)]).toEqual(["a-page", "its-so", "its-so-1"]);
  });

  test("are its links within the project, outside of code", () => {
    expect(linksOf(page)).toEqual([{ path: "b.md", anchor: "c" }]);
  });

  test("are its blocks of code", () => {
    expect(codeBlocks(page)).toEqual([{ language: "sh", text: "# no heading\n[no](link)\n" }]);
  });
});
