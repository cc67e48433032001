import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeBlocks, readPage } from "../support/pages.ts";

const SUPPORT = join(import.meta.dirname, "support");

const excerpts = codeBlocks(readPage("docs/clients.md"))
  .filter(({ language }) => language === "ts")
  .flatMap(({ text }) => text.split("…\n"));

test("the page on clients shows code of every client", () => {
  expect(excerpts.length).toBeGreaterThan(6);
});

test.each(excerpts)("what the page shows of clients is what is tested: %s", (excerpt) => {
  const sources = readdirSync(SUPPORT).map((file) => flat(readFileSync(join(SUPPORT, file), "utf8")));
  expect(sources.filter((source) => source.includes(flat(excerpt)))).toHaveLength(1);
});

/** Without line breaks, which are the formatter's. */
function flat(source: string): string {
  return source.replace(/\s+/g, " ").trim();
}
