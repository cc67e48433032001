import { isUtf8 } from "node:buffer";

/**
 * Cuts the text of a world file into pieces that `JSON.parse` takes one at a time: the members of its
 * one object, and where a member is an array, the array's elements. So only a piece at a time is in
 * memory, the parser is the engine's own (three times as fast as a streaming one), an entry that isn't
 * JSON doesn't hide the errors behind it, and every error has its line.
 */
export interface Piece {
  readonly member: string;
  /** The place in the member's array; null for a member that isn't one. */
  readonly index: number | null;
  /** Where it begins, in bytes from the start of the file. */
  readonly offset: number;
  readonly line: number;
  /** Its JSON, not parsed yet; null tells that the member is an array, whose elements follow. */
  readonly text: string | null;
  /** False: not UTF-8. */
  readonly decoded: boolean;
}

export interface Splitter {
  /** The pieces that end within this chunk, which may be overwritten afterwards. */
  push(chunk: Buffer): Piece[];
  /** Throws SplitError if the text was broken: then nothing behind that was read. */
  check(): void;
  /** Throws SplitError if the text isn't complete. */
  end(): void;
}

/** The text isn't one JSON object. */
export class SplitError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "SplitError";
    this.offset = offset;
  }
}

/** An entry is never near this large; a file with an unclosed bracket would be one piece to its end. */
const MAX_PIECE = 1024 * 1024;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const [NEWLINE, RETURN, TAB, SPACE] = [0x0a, 0x0d, 0x09, 0x20];

/** Where the scanner stands between pieces, and what may come there. */
type State = keyof typeof EXPECTED;
const EXPECTED = {
  start: 'an object: "{"',
  firstMember: 'a member\'s name or "}"',
  member: "a member's name",
  colon: '":"',
  value: "a value",
  firstElement: 'a value or "]"',
  element: "a value",
  afterArray: '"," or "}"',
  done: "nothing more",
};

export function createSplitter(): Splitter {
  let state: State = "start";
  /** What is being scanned: nothing, a member's name, or a value. */
  let inside: "nothing" | "name" | "value" = "nothing";
  let member = "";
  let index: number | null = null;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let line = 1;
  let lineStart = 0;
  /** The file's bytes before `buffer`, and of it those before the piece that is being scanned. */
  let base = 0;
  let begin = 0;
  let beginLine = 1;
  let rest: Buffer = Buffer.alloc(0);
  let broken: unknown = null;

  const fail = (position: number, message: string): never => {
    const offset = base + position;
    throw new SplitError(`line ${line}, column ${offset - lineStart + 1}: ${message}`, offset);
  };

  function scan(chunk: Buffer, pieces: Piece[]): void {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const { length } = buffer;

    const text = (end: number) => buffer.toString("utf8", begin, end);
    const emit = (end: number) => {
      const json = text(end);
      // Only a text with a replacement character in it may have been made from something else.
      const decoded = !json.includes("\uFFFD") || isUtf8(buffer.subarray(begin, end));
      pieces.push({ member, index, offset: base + begin, line: beginLine, text: json, decoded });
      inside = "nothing";
    };

    for (let position = rest.length; position < length; position++) {
      const byte = buffer[position]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === NEWLINE) fail(position, "a text isn't closed on its line");
        else if (byte === QUOTE) {
          inString = false;
          if (inside === "name") {
            if (!isUtf8(buffer.subarray(begin, position))) fail(position, "a member's name isn't UTF-8");
            member = nameOf(text(position + 1), position);
            inside = "nothing";
            state = "colon";
          }
        }
        continue;
      }
      if (byte === NEWLINE) {
        line++;
        lineStart = base + position + 1;
        continue;
      }
      if (inside === "value") {
        if (byte === QUOTE) inString = true;
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
        else if (depth > 0) {
          if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
        } else if (byte === COMMA) {
          emit(position);
          if (index !== null) index++;
          state = index === null ? "member" : "element";
        } else if (byte === (index === null ? CLOSE_BRACE : CLOSE_BRACKET)) {
          emit(position);
          state = index === null ? "done" : "afterArray";
        } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)
          fail(position, `"${String.fromCharCode(byte)}" closes nothing that is open`);
        continue;
      }
      if (byte === SPACE || byte === RETURN || byte === TAB) continue;
      step(byte, position);
    }

    function step(byte: number, position: number): void {
      if (state === "start" && byte === OPEN_BRACE) state = "firstMember";
      else if ((state === "firstMember" || state === "member") && byte === QUOTE) {
        begin = position;
        inside = "name";
        inString = true;
      } else if ((state === "firstMember" || state === "afterArray") && byte === CLOSE_BRACE) state = "done";
      else if (state === "colon" && byte === COLON) state = "value";
      else if (state === "afterArray" && byte === COMMA) state = "member";
      else if (state === "firstElement" && byte === CLOSE_BRACKET) state = "afterArray";
      else if (state === "value" && byte === OPEN_BRACKET) {
        pieces.push({ member, index: null, offset: base + position, line, text: null, decoded: true });
        index = 0;
        state = "firstElement";
      } else if (
        (state === "value" || state === "element" || state === "firstElement") &&
        byte !== COMMA &&
        byte !== CLOSE_BRACE &&
        byte !== CLOSE_BRACKET
      ) {
        if (state === "value") index = null;
        begin = position;
        beginLine = line;
        inside = "value";
        depth = byte === OPEN_BRACE || byte === OPEN_BRACKET ? 1 : 0;
        inString = byte === QUOTE;
      } else {
        const found = byte > SPACE && byte < 0x7f ? `, not "${String.fromCharCode(byte)}"` : "";
        fail(position, `expected ${EXPECTED[state]}${found}`);
      }
    }

    const used = inside === "nothing" ? length : begin;
    if (length - used > MAX_PIECE)
      fail(length, `${where()} is longer than 1 MiB: a bracket or a quote may be missing`);
    rest = Buffer.from(buffer.subarray(used));
    base += used;
    begin = 0;
  }

  function nameOf(json: string, position: number): string {
    try {
      return JSON.parse(json) as string;
    } catch {
      return fail(position, "a member's name isn't a JSON text");
    }
  }

  function where(): string {
    if (inside === "name") return "a member's name";
    return `${index === null ? member : `${member}[${index}]`}, which begins at line ${beginLine},`;
  }

  const check = () => {
    if (broken) throw broken;
  };

  return {
    push: (chunk) => {
      const pieces: Piece[] = [];
      try {
        scan(chunk, pieces);
      } catch (error) {
        broken = error;
      }
      return pieces;
    },
    check,
    end: () => {
      check();
      if (inside !== "nothing") fail(rest.length, `the file ends inside ${where().replace(/,$/, "")}`);
      if (state === "start") throw new SplitError("the file is empty; expected a JSON object", 0);
      if (state !== "done") fail(0, `the file ends; expected ${EXPECTED[state]}`);
    },
  };
}
