/** Where frames of the Redis protocol (2 and 3) end, and as much of what they say as a proxy needs. */

/** The offset behind the frame that begins at `start`; -1: it isn't all there yet. */
export function frameEnd(bytes: Buffer, start: number): number {
  const line = lineEnd(bytes, start);
  if (line < 0) return -1;
  const type = String.fromCharCode(bytes[start]!);
  if ("+-:_,#(".includes(type)) return line;
  const size = Number(bytes.toString("latin1", start + 1, line - 2));
  if ("$!=".includes(type)) {
    const end = size < 0 ? line : line + size + 2;
    return end <= bytes.length ? end : -1;
  }
  if (!"*~>%|".includes(type)) throw new Error(`no Redis protocol: ${type}`);
  const pairs = type === "%" || type === "|";
  let at = line;
  for (let left = size * (pairs ? 2 : 1); left > 0; left--) {
    at = frameEnd(bytes, at);
    if (at < 0) return -1;
  }
  // An attribute stands before the frame that it is about.
  return type === "|" ? frameEnd(bytes, at) : at;
}

/** The strings of an array of bulk strings, such as a command, as far as they are wanted. */
export function strings(frame: Buffer, most = Number.POSITIVE_INFINITY): string[] {
  if (!"*>".includes(String.fromCharCode(frame[0]!))) return [];
  const count = Number(frame.toString("latin1", 1, lineEnd(frame, 0) - 2));
  const found: string[] = [];
  let at = lineEnd(frame, 0);
  for (let index = 0; index < Math.min(count, most); index++) {
    if (frame[at] !== 0x24) break;
    const end = frameEnd(frame, at);
    found.push(frame.toString("utf8", lineEnd(frame, at), end - 2));
    at = end;
  }
  return found;
}

/** The offset behind the line's CRLF, which is the first one: what has CRs inside tells its size before. */
function lineEnd(bytes: Buffer, start: number): number {
  const at = bytes.indexOf("\r\n", start);
  return at < 0 ? -1 : at + 2;
}
