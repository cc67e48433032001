import { noCounts, simulate, WHOLE } from "./life.ts";

Error.stackTraceLimit = Number(process.env.STACK ?? 0);
const [from, count] = [Number(process.argv[2]), Number(process.argv[3])];
const c = process.cpuUsage();
const counts = noCounts();
let h = 0;
const bad = new Map<string, number[]>();
const trace: string[] = [];
for (let s = from; s < from + count; s++) {
  const r = await simulate(s, WHOLE, counts, process.env.TRACE ? (l) => void trace.push(l) : null);
  h = (Math.imul(h, 31) + r.hash) | 0;
  if (r.failure) {
    const p = (r.failure as any).promise ?? r.failure.message;
    if (!bad.has(p)) {
      bad.set(p, []);
      console.log(s, r.failure);
      if (process.env.TRACE) console.log(trace.slice(-Number(process.env.TRACE)).join("\n"));
    }
    bad.get(p)!.push(s);
  }
  if (bad.size && process.env.STOP) break;
}
const u = process.cpuUsage(c);
console.log(
  count,
  "lives",
  Math.round(count / ((u.user + u.system) / 1e6)),
  "/s",
  h,
  counts.deliveries / count,
);
for (const [k, v] of bad) console.log(k, v.length, v.slice(0, 8).join(" "));
if (process.env.COUNTS) console.log(counts);
