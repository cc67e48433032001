import { createHash } from "node:crypto";

/** What names facts: ten characters, so that sets of them stay short. */
export function hashOf(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 10);
}

/** Names a set of hashes, in whatever order. */
export function setHash(hashes: Iterable<string>): string {
  return hashOf([...hashes].sort());
}
