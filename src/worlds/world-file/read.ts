import { type FileHandle, open } from "node:fs/promises";
import { type JsonLoss, jsonLosses } from "../../json/losses.ts";
import { WorldFileErrors } from "./errors.ts";
import { createSplitter, type Piece } from "./split.ts";

/** A world file, opened once and read as often as need be, a chunk at a time. */
export interface WorldFile {
  readonly bytes: number;
  /** All pieces from the beginning, in batches of one chunk; throws SplitError where it can't go on. */
  pieces(options: { signal?: AbortSignal; onChunk: (bytesRead: number) => void }): AsyncGenerator<Read[]>;
  /** Throws if it was written to since it was opened. */
  assertUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** A piece and what `JSON.parse` made of it. */
export interface Read {
  readonly member: string;
  readonly index: number | null;
  readonly offset: number;
  /** Tells that the member is an array, whose elements follow. */
  readonly isArray: boolean;
  /** Undefined for the beginning of an array, and where there is a problem. */
  readonly value: unknown;
  readonly problem: string | null;
  /** What its text says and its value doesn't. */
  losses(): JsonLoss[];
}

const CHUNK = 64 * 1024;

/** Throws WorldFileErrors if there is no such file. */
export async function openWorldFile(path: string): Promise<WorldFile> {
  const refuse = (message: string) => new WorldFileErrors(path, [{ path: "", message }]);
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    throw refuse(`the file can't be opened: ${reasonOf(error)}`);
  }
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw refuse("not a regular file; it is read twice, so a pipe won't do");
  }

  return {
    bytes: stat.size,
    pieces: async function* ({ signal, onChunk }) {
      const splitter = createSplitter();
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (let position = 0; ; ) {
        signal?.throwIfAborted();
        const { bytesRead } = await handle.read(chunk, 0, CHUNK, position);
        if (bytesRead === 0) break;
        const text = chunk.subarray(position === 0 ? byteOrderMark(chunk) : 0, bytesRead);
        position += bytesRead;
        yield splitter.push(text).map(parse);
        splitter.check();
        onChunk(position);
      }
      splitter.end();
    },
    assertUnchanged: async () => {
      const now = await handle.stat();
      if (now.size !== stat.size || now.mtimeMs !== stat.mtimeMs)
        throw refuse("the file was changed while it was read");
    },
    close: () => handle.close(),
  };
}

function byteOrderMark(chunk: Buffer): number {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? "there is none of this name" : (message ?? String(error));
}

function parse(piece: Piece): Read {
  const { member, index, offset, text } = piece;
  const read = (value: unknown, problem: string | null): Read => {
    const losses = () => (text === null || problem ? [] : jsonLosses(text, value));
    return { member, index, offset, isArray: text === null, value, problem, losses };
  };
  if (text === null) return read(undefined, null);
  if (!piece.decoded) return read(undefined, `line ${piece.line}: not UTF-8`);
  try {
    return read(JSON.parse(text), null);
  } catch (error) {
    return read(undefined, syntaxProblem(piece, (error as Error).message));
  }
}

/** The parser's message, with the position it names in the piece made one in the file. */
function syntaxProblem({ text, line }: Piece, message: string): string {
  if (text!.trim() === "") return `line ${line}: expected a value`;
  const position = /at position (\d+)/.exec(message);
  const before = text!.slice(0, position ? Number(position[1]) : 0);
  const lines = before.split("\n").length - 1;
  const what = message.replace(/ (in JSON )?at position.*$/s, "").replace(/ is not valid JSON$/, "");
  return `line ${line + lines}: not JSON: ${what}`;
}
