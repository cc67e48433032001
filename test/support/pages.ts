import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's folder. */
export const ROOT = join(import.meta.dirname, "../..");

/** All pages written for people, as paths below {@link ROOT}. */
export const PAGES: readonly string[] = globSync(["*.md", "docs/**/*.md", "src/**/*.md"], {
  cwd: ROOT,
}).sort();

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** A block of code in a page. */
export interface CodeBlock {
  /** Such as `sh`; empty where none is named. */
  readonly language: string;
  readonly text: string;
}

/** The blocks of code of a page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(FENCED)].map(([, language, text]) => ({ language: language!, text: text! }));
}

/** What a page links to within the project: a path as it stands there, and behind a # an anchor; both may be empty. */
export function linksOf(page: string): { readonly path: string; readonly anchor: string }[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { path, anchor };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of page.replace(FENCED, "").matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = plain;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${plain}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The rows of the first table behind a mark, cell by cell, without its head. */
export function tableAfter(page: string, mark: string): string[][] {
  const at = page.indexOf(mark);
  if (at < 0) throw new Error(`the page has no ${JSON.stringify(mark)}`);
  const lines = page.slice(at + mark.length).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const behind = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  return lines.slice(first + 2, behind).map((line) => line.slice(2, -2).split(" | "));
}

/** The words in backquotes in a cell of a table. */
export function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

const FENCED = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** A page without code. */
function prose(page: string): string {
  return page.replace(FENCED, "").replace(/`[^`\n]*`/g, "");
}
