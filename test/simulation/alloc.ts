import { Session } from "node:inspector/promises";
import { noCounts, simulate, WHOLE } from "./life.ts";

Error.stackTraceLimit = 0;
const session = new Session();
session.connect();
let s = 1;
for (; s < 1500; s++) await simulate(s, WHOLE, noCounts());
await session.post("HeapProfiler.startSampling", {
  samplingInterval: 16384,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
} as any);
const L = 1000;
for (const e = s + L; s < e; s++) await simulate(s, WHOLE, noCounts());
const { profile } = (await session.post("HeapProfiler.stopSampling")) as any;
const m = new Map<string, number>();
let tot = 0;
(function w(n: any) {
  const c = n.callFrame;
  const k =
    c.functionName +
    " " +
    c.url.replace(/.*\/wt\/[a-z]+\//, "").replace(/.*node_modules/, "nm") +
    ":" +
    (c.lineNumber + 1);
  m.set(k, (m.get(k) ?? 0) + n.selfSize);
  tot += n.selfSize;
  n.children.forEach(w);
})(profile.head);
console.log((tot / L / 1024).toFixed(0), "KB per life");
for (const [k, v] of [...m].sort((a, b) => b[1] - a[1]).slice(0, 45))
  console.log(((v / tot) * 100).toFixed(1) + "%", (v / L / 1024).toFixed(1) + "KB", k);
