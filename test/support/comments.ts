import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./pages.ts";

/** A comment of the sources or the tests, on one line. */
export interface Comment {
  readonly file: string;
  readonly text: string;
}

/** All comments in `src`, `test` and `bin`, and the descriptions in `schema`. */
export function allComments(): Comment[] {
  const sources = globSync(["{src,test,bin}/**/*.{ts,js}", "schema/*.graphql"], { cwd: ROOT }).sort();
  return sources.flatMap((file) =>
    commentsIn(readFileSync(join(ROOT, file), "utf8"), file.endsWith(".graphql")).map((text) => ({
      file,
      text,
    })),
  );
}

/**
 * The comments in a source: blocks that begin a line, what follows two slashes, and lines of Lua or SQL behind two
 * dashes; in SDL also its descriptions. Each without its line breaks.
 */
export function commentsIn(source: string, sdl = false): string[] {
  const blocks = [...source.matchAll(/^\s*\/\*[\s\S]*?\*\//gm)].map(([text]) => text);
  const lines = [...source.matchAll(/(?:^|\s)\/\/ .*$|^\s*-- .*$/gm)].map(([text]) => text);
  const descriptions = sdl
    ? [...source.matchAll(/"""[\s\S]*?"""|"[^"\n]*"|#.*$/gm)].map(([text]) => text)
    : [];
  return [...blocks, ...lines, ...descriptions].map((text) =>
    text
      .replace(/\n\s*\*?/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}
