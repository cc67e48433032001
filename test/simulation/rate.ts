import { noCounts, simulate, WHOLE } from "./life.ts";

Error.stackTraceLimit = 0;
let s = 1;
for (let k = 0; k < 8; k++) {
  const c = process.cpuUsage();
  const counts = noCounts();
  const t = performance.now();
  for (let i = 0; i < 1000; i++) await simulate(s++, WHOLE, counts);
  const u = process.cpuUsage(c);
  console.log(
    k,
    ((u.user + u.system) / 1e6).toFixed(2),
    "cpu",
    ((performance.now() - t) / 1000).toFixed(2),
    "wall",
    process.memoryUsage().heapUsed >> 20,
    counts.deliveries / 1000,
    counts.reads / 1000,
  );
}
