import { endOfString } from "./scan.ts";

/** Where the scanner is: in an object with the names that it has seen, or in a list. */
interface Level {
  readonly names: Set<string> | null;
  /** The name or the index of the value that it is in. */
  at: string | number;
}

/** The path of the first member that its object has already; empty if there is none. The text is valid JSON. */
export function repeatedMember(json: string): string {
  const levels: Level[] = [];
  for (let at = 0; at < json.length; at++) {
    const level = levels.at(-1);
    const char = json[at];
    if (char === '"') {
      const end = endOfString(json, at);
      if (level?.names && isColonNext(json, end)) {
        level.at = JSON.parse(json.slice(at, end + 1)) as string;
        if (level.names.has(level.at)) return levels.map((one) => one.at).join(".");
        level.names.add(level.at);
      }
      at = end;
    } else if (char === "{") levels.push({ names: new Set(), at: "" });
    else if (char === "[") levels.push({ names: null, at: 0 });
    else if (char === "}" || char === "]") levels.pop();
    else if (char === "," && level && typeof level.at === "number") level.at++;
  }
  return "";
}

/** Only a name is followed by a colon. */
function isColonNext(json: string, end: number): boolean {
  let next = end + 1;
  while (/\s/.test(json.charAt(next))) next++;
  return json[next] === ":";
}
