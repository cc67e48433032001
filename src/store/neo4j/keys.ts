import { createHash, randomBytes } from "node:crypto";
import { partsOf } from "../../entities/ids.ts";
import { HASHED_SHELF } from "../../entities/list-hash.ts";
import { shelfRange } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Position } from "../query.ts";

/**
 * What our nodes are found by. An index of Neo4j compares strings by code point, and an equality or a range
 * in one property is all that its planner is asked for.
 */

/** Longer shelves are known by their list and their own hash: an index entry has 8 KB at most. */
const MAX_SHELF = 500;

/** A new incarnation's id: short, since every key begins with it. */
export function newIncarnation(): string {
  return randomBytes(9).toString("base64url");
}

/** `_key` of an entity's node. */
export function entityKey(registry: Registry, incarnation: string, id: string): string {
  return typeKey(incarnation, registry.ofId(id)!.name) + partsOf(id).local;
}

/** What the keys of all entities of a type begin with. */
export function typeKey(incarnation: string, type: string): string {
  return `${incarnation}/${type}/`;
}

/** Between these are the keys of the entities of a type that come after a local id. */
export function typeRange(incarnation: string, type: string, after: string): { from: string; to: string } {
  return { from: typeKey(incarnation, type) + after, to: `${incarnation}/${type}0` };
}

/** Between these are the keys of all entities of an incarnation, and no others. */
export function entityRange(incarnation: string): { from: string; to: string } {
  return { from: `${incarnation}/`, to: `${incarnation}0` };
}

/** What `at` of every place on a shelf begins with. */
export function shelfKey(incarnation: string, shelf: string): string {
  const [list = ""] = HASHED_SHELF.exec(shelf) ?? [];
  const name =
    shelf.length > MAX_SHELF ? list + createHash("sha256").update(shelf).digest("base64url") : shelf;
  return `${incarnation}\0${name}`;
}

/** Between these lie all places in the list with that hash, and no others. */
export function listRange(incarnation: string, hash: string): { from: string; to: string } {
  const { from, to } = shelfRange(hash);
  return { from: `${incarnation}\0${from}`, to: `${incarnation}\0${to}` };
}

/** `at` of a place: incarnation, shelf, sort and local id, compared in this order. */
export function placeKey(shelf: string, sort: string, local: string): string {
  return `${shelf}${placeSuffix(sort, local)}`;
}

/** Between these, appended to a {@link shelfKey}, lie the places behind a position. */
export function placeBounds(after: Position | null, descending: boolean): { low: string; high: string } {
  const position = after && placeSuffix(after.sort, partsOf(after.id).local);
  return descending ? { low: "\0", high: position ?? "\u0001" } : { low: position ?? "\0", high: "\u0001" };
}

/** Between these lie all places of an incarnation, and no others. */
export function placeRange(incarnation: string): { from: string; to: string } {
  return { from: `${incarnation}\0`, to: `${incarnation}\u0001` };
}

/** The shelf that a place's `at` names. */
export function shelfOfPlace(at: string): string {
  return at.split("\0")[1]!;
}

/** What a place's `at` says of its entry. */
export function parsePlace(at: string): { sort: string; local: string } {
  const parts = at.split("\0");
  return { sort: parts.slice(2, -1).join("\0"), local: parts.at(-1)! };
}

function placeSuffix(sort: string, local: string): string {
  return `\0${sort}\0${local}`;
}
