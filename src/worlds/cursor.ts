import { createHash } from "node:crypto";
import { parseId } from "../entities/ids.ts";
import { badInput } from "../fault.ts";
import type { Position } from "../store/query.ts";

/** Opaque to clients: the list that it was made for, and a position in it. */
export function encodeCursor(list: string, { sort, id }: Position): string {
  return Buffer.from(JSON.stringify([markOf(list), sort, id])).toString("base64url");
}

/** Throws BAD_USER_INPUT for what isn't a cursor and for another list's. */
export function decodeCursor(list: string, cursor: string): Position {
  const [mark, sort, id] = decodeParts(cursor) ?? [];
  if (sort === undefined || id === undefined || !parseId(id) || !sort.isWellFormed())
    throw badInput("after", "a cursor that this list gave out", "this is no cursor");
  if (mark !== markOf(list))
    throw badInput("after", "a cursor that this list gave out", "this is another list's cursor");
  // Decoders skip what isn't base64 and replace what isn't UTF-8.
  if (encodeCursor(list, { sort, id }) !== cursor)
    throw badInput("after", "a cursor that this list gave out", "this is no cursor");
  return { sort, id };
}

function decodeParts(cursor: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const fits =
      Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === "string");
    return fits ? parts : undefined;
  } catch {
    return undefined;
  }
}

let last = { list: "", mark: "" };

/** A short mark of a list; a page asks for the same one many times in a row. */
function markOf(list: string): string {
  if (last.list !== list)
    last = { list, mark: createHash("sha256").update(list).digest("base64url").slice(0, 8) };
  return last.mark;
}
