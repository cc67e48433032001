import { createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";

/**
 * Has `write` write a file that is there whole or not at all: it comes under its name when it is
 * finished. What isn't a regular file, such as a pipe, is written to as it is.
 */
export async function writeWholeFile(path: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there && !there.isFile()) return write(createWriteStream(path));
  // A link to the file stays one.
  const target = there ? await realpath(path) : path;
  const partial = `${target}.${process.pid}.partial`;
  try {
    await write(createWriteStream(partial, { flush: true }));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
