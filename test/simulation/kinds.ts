import { noCounts, simulate, WHOLE } from "./life.ts";

const m = new Map<string, number>();
const t = 0;
for (let s = 1; s <= 500; s++)
  await simulate(s, WHOLE, noCounts(), (l) => {
    const x = /^ *-?\d+ (.*) → /.exec(l);
    if (x) m.set(x[1]!.trim(), (m.get(x[1]!.trim()) ?? 0) + 1);
  });
for (const [k, v] of [...m].sort((a, b) => b[1] - a[1])) console.log((v / 500).toFixed(1), k);
