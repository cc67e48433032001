import autocannon from "autocannon";

/** Loads one URL for some seconds and prints what came of it as JSON. A process of its own, so that it has a core of its own. */
const { url, body, seconds, connections } = JSON.parse(process.argv[2] ?? "{}");

const result = await autocannon({
  url,
  method: "POST",
  headers: { "content-type": "application/json" },
  body,
  duration: seconds,
  connections,
});

process.stdout.write(
  JSON.stringify({
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  }),
);
