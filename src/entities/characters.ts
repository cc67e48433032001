/**
 * Whether a text has at most `max` characters. A character is a code point, wherever this program counts them:
 * an emoji is one, and two of the units that a string's `length` counts.
 */
export function hasAtMost(max: number, text: string): boolean {
  if (text.length <= max) return true;
  if (text.length > 2 * max) return false;
  let count = 0;
  for (const _ of text) count++;
  return count <= max;
}
