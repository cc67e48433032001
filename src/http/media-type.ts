/**
 * The charset of a Content-Type in which the body can't be read, or null. JSON is UTF-8 (RFC 8259), which
 * may be said in any case, in quotes, and by its old name; read as UTF-8, any other would become another text.
 */
export function foreignCharset(contentType: string | undefined): string | null {
  if (!contentType?.includes(";")) return null;
  for (const [, name, quoted, bare] of contentType.matchAll(PARAMETER)) {
    if (name!.toLowerCase() !== "charset") continue;
    const charset = (quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "").trim();
    if (!/^utf-?8$/i.test(charset)) return charset;
  }
  return null;
}

const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
