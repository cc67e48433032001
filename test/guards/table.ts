import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { FAULTS } from "../simulation/faults.ts";
import { type Guard, without } from "./guard.ts";
import { GUARDS } from "./guards.ts";
import type { Found } from "./hunt.ts";
import { UNSEEN } from "./unseen.ts";

/** Plays lives in a process without that guard; see `hunt`. */
export async function huntWithout(
  { name }: Guard,
  { seeds, withFaults = false }: { seeds: number; withFaults?: boolean },
): Promise<Found | null> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "hunt.ts"), String(seeds), withFaults ? "faults" : ""],
    { env: { ...process.env, ...without(name) } },
  );
  return JSON.parse(stdout);
}

const PAGE = join(import.meta.dirname, "../../docs/guards.md");
const FROM = "<!-- from here on written by test/guards/table.ts -->\n";

/** The table guard × fault, as Markdown. A dot: what was found needs that fault. */
function render(rows: readonly (readonly [Guard, Found | null])[]): string {
  const needed = FAULTS.filter((fault) => rows.some(([, found]) => found?.faults.includes(fault)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const head = ["line", "guard", "lives", "breaks", ...needed];
  const body = rows.map(([{ line: of, name }, found]) =>
    line([
      String(of),
      name,
      found ? String(found.lives) : "–",
      found?.promise ?? UNSEEN[name] ?? "nothing",
      ...needed.map((fault) => (found?.faults.includes(fault) ? "●" : "")),
    ]),
  );
  return line(head) + line(head.map(() => "---")) + body.join("");
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seeds: { type: "string", default: "10000" }, only: { type: "string", default: "" } },
  });
  const wanted = GUARDS.filter(({ name }) => name.includes(values.only));
  const rows: [Guard, Found | null][] = wanted.map((guard) => [guard, null]);
  const left = [...rows];
  const work = async () => {
    for (let row = left.shift(); row; row = left.shift()) {
      row[1] = await huntWithout(row[0], { seeds: Number(values.seeds), withFaults: true });
      console.info(`${row[0].line} ${row[0].name}: ${row[1] ? JSON.stringify(row[1]) : "nothing"}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (!values.only) {
    const page = await readFile(PAGE, "utf8");
    await writeFile(PAGE, page.slice(0, page.indexOf(FROM) + FROM.length) + render(rows));
  }
}
