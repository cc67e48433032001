import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const SUPPORT = join(import.meta.dirname, "support");

const section = README.split("\n## ").find((text) => text.startsWith("Clients\n"))!;
const excerpts = [...section.matchAll(/```ts\n([^`]+)```\n/g)].flatMap(([, block]) => block!.split("…\n"));

test("the README shows code of every client", () => {
  expect(excerpts.length).toBeGreaterThan(6);
});

test.each(excerpts)("what the README shows of clients is what is tested: %s", (excerpt) => {
  const sources = readdirSync(SUPPORT).map((file) => flat(readFileSync(join(SUPPORT, file), "utf8")));
  expect(sources.filter((source) => source.includes(flat(excerpt)))).toHaveLength(1);
});

/** Without line breaks, which are the formatter's. */
function flat(source: string): string {
  return source.replace(/\s+/g, " ").trim();
}
