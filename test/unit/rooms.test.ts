import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { namesIn, ROOT, readPage, tableAfter } from "../support/pages.ts";

/** What CONTRIBUTING.md says of the rooms: each with those that it looks at. */
const rooms = new Map(
  tableAfter(readPage("CONTRIBUTING.md"), "\n## The rooms\n").map(([room = "", , looksAt = ""]) => [
    namesIn(room)[0]!.replace("src/", ""),
    looksAt === "nothing" ? [] : looksAt.split(", "),
  ]),
);

/** The folder in `src` that a file is in; undefined for one beside them. */
function roomOf(file: string): string | undefined {
  const [, room, inside] = file.split("/");
  return inside === undefined ? undefined : room;
}

const imports = globSync("src/**/*.ts", { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+)";/gm)].map(
    ([, target]) => ({ file, target: normalize(join(dirname(file), target!)) }),
  ),
);

describe("the rooms of CONTRIBUTING.md", () => {
  test("are the folders of src", () => {
    const folders = globSync("src/*/", { cwd: ROOT }).map((folder) => folder.replace(/^src\/|\/$/g, ""));
    expect([...rooms.keys()].sort()).toEqual(folders.sort());
  });

  test("import what they look at, and nothing else", () => {
    const pairs = new Map<string, Set<string>>([...rooms.keys()].map((room) => [room, new Set()]));
    for (const { file, target } of imports) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from !== undefined && to !== undefined && from !== to) pairs.get(from)?.add(to);
    }
    const sorted = [...pairs].map(([room, seen]) => [room, [...seen].sort()]);
    expect(Object.fromEntries(sorted)).toEqual(
      Object.fromEntries([...rooms].map(([room, seen]) => [room, [...seen].sort()])),
    );
  });

  test("import none of the programs, nor what joins the rooms", () => {
    const programs = ["src/gateway.ts", "src/main.ts", "src/world-command.ts", "src/schema-command.ts"];
    const wrong = imports.filter(
      ({ file, target }) => roomOf(file) !== undefined && programs.includes(target),
    );
    expect(wrong).toEqual([]);
  });
});
