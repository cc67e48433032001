import { compareText } from "../../../src/entities/text-order.ts";
import type { ListReading, Position } from "../../../src/store/query.ts";

/*
 * The places on a shelf, in order. They are of one list, and so of entities of one type and one world, whose ids are in
 * the order of their local ids.
 */

/** Puts a place where it belongs, or takes it away; nothing happens if that is so already. */
export function setPlace(places: Position[], place: Position, there: boolean): void {
  const at = firstFrom(places, place);
  const found = isAt(places, at, place);
  if (there && !found) places.splice(at, 0, place);
  if (!there && found) places.splice(at, 1);
}

export function pageOf(
  places: readonly Position[],
  {
    after,
    descending,
    limit,
  }: { readonly after: Position | null; readonly descending: boolean; readonly limit: number },
): ListReading {
  const total = places.length;
  if (descending) {
    const end = after ? firstFrom(places, after) : places.length;
    const start = Math.max(0, end - limit);
    return { entries: places.slice(start, end).reverse(), more: start > 0, total };
  }
  const found = after ? firstFrom(places, after) : 0;
  const start = after && isAt(places, found, after) ? found + 1 : found;
  return { entries: places.slice(start, start + limit), more: places.length > start + limit, total };
}

/** The index of the first place that isn't before this one. */
function firstFrom(places: readonly Position[], place: Position): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(places[middle]!, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isAt(places: readonly Position[], index: number, place: Position): boolean {
  return index < places.length && compare(places[index]!, place) === 0;
}

function compare(a: Position, b: Position): number {
  return compareText(a.sort, b.sort) || compareText(a.id, b.id);
}
