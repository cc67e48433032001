import parse, { type Family, type Sample } from "parse-prometheus-text-format";
import { expect, test } from "vitest";
import { send } from "../support/http.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const at = useGateway();

/** `/metrics` as a scraper reads it. */
async function scrape(): Promise<Map<string, Family>> {
  const { headers, text } = await send(`${at.url}/metrics`);
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  const families = parse(text);
  const byName = new Map(families.map((family) => [family.name, family]));
  expect(byName.size).toBe(families.length);
  return byName;
}

async function traffic(): Promise<void> {
  await makeSmallOdyssey(at);
  for (let n = 0; n < 3; n++)
    await at.data(`{ world(id: "world:odyssey") { name characters { nodes { name location { name } } } } }`);
}

test("every metric has a help, a type and a valid name, and every sample is a number", async () => {
  await traffic();
  const families = await scrape();
  expect(families.size).toBeGreaterThan(10);
  for (const { name, help, type, metrics } of families.values()) {
    expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
    expect(help, name).not.toBe("");
    expect(type, name).toMatch(/^(COUNTER|GAUGE|HISTOGRAM|SUMMARY)$/);
    for (const { value, labels = {} } of metrics) {
      if (value !== undefined) expect(value, name).toMatch(/^([-+]?[0-9.]+(e[-+]?\d+)?|NaN|[-+]?Inf)$/i);
      for (const label of Object.keys(labels)) expect(label, name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
    }
    const samples = metrics.map(({ labels = {} }) => JSON.stringify(Object.entries(labels).sort()));
    expect(new Set(samples).size, `${name} has each set of labels once`).toBe(samples.length);
  }
});

test("counters are counters, by type and tier, and only rise", async () => {
  await traffic();
  const before = await scrape();
  await changeAndRead();
  const after = await scrape();
  const counters = [...after.values()].filter(({ type }) => type === "COUNTER");
  const names = counters.map(({ name }) => name);
  for (const name of COUNTERS) expect(names).toContain(name);
  for (const name of names) expect(name).toMatch(/_total$/);
  for (const { name, metrics } of counters)
    for (const { labels, value } of before.get(name)?.metrics ?? [])
      expect(sampleAt(metrics, labels), name).toBeGreaterThanOrEqual(Number(value));
  const hits = { type: "Character", tier: "L1" };
  expect(sampleAt(after.get("cache_hits_total")!.metrics, hits)).toBeGreaterThan(
    sampleAt(before.get("cache_hits_total")!.metrics, hits),
  );
});

/** Changes one character, and reads it. */
async function changeAndRead(): Promise<void> {
  const id = "character:odyssey:argos";
  await at.change("updateCharacter", { id, name: "Argus" });
  for (let n = 0; n < 2; n++) await at.data(`{ character(id: "${id}") { name } }`);
}

const COUNTERS = ["cache_hits", "cache_misses", "cache_fills", "cache_fills_rejected", "invalidations"].map(
  (name) => `${name}_total`,
);

function sampleAt(metrics: readonly Sample[], labels: Sample["labels"]): number {
  const key = (of: Sample["labels"] = {}) => JSON.stringify(Object.entries(of).sort());
  return Number(metrics.find((sample) => key(sample.labels) === key(labels))?.value);
}
