import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { CacheCounter, CacheStatus } from "../cache/status.ts";
import type { ServerStatus } from "../cache/tier.ts";

const COUNTERS = [
  ["cache_hits_total", "hits", "Reads that a cache tier answered"],
  ["cache_misses_total", "misses", "Reads that a cache tier could not answer"],
  ["cache_fills_total", "fills", "Values stored in a cache tier after a load"],
  [
    "cache_fills_rejected_total",
    "fillsRejected",
    "Values loaded and not stored: overtaken by a change, too late, or refused by the tier",
  ],
  ["invalidations_total", "invalidations", "Values dropped or replaced because a change touched them"],
  ["cache_garbage_total", "garbage", "Cached values that could not be decoded"],
] as const satisfies readonly (readonly [string, Exclude<keyof CacheCounter, "type">, string])[];

/** `/metrics` in Prometheus' text format, by entity type and tier. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export function createMetrics(options: {
  cacheStatus: () => Promise<CacheStatus>;
  subscribers: () => number;
  /** By type: how often what the store has couldn't be read. */
  unreadable: ReadonlyMap<string, number>;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ["type", "tier"] as const;
  const counters = COUNTERS.map(([name, field, help]) => ({
    field,
    counter: new Counter({ name, help, labelNames, registers: [registry] }),
  }));
  const unreadable = new Counter({
    name: "store_unreadable_total",
    help: "Times that something was asked for that the store has and can't read",
    labelNames: ["type"],
    registers: [registry],
  });
  const entries = new Gauge({
    name: "cache_entries",
    help: "Values in a cache tier",
    labelNames: ["tier"],
    registers: [registry],
  });
  const bytes = new Gauge({
    name: "cache_bytes",
    help: "Their size as JSON",
    labelNames: ["tier"],
    registers: [registry],
  });
  let server: ReturnType<typeof createServerMetrics> | null = null;
  const trusted = new Gauge({
    name: "cache_trusted",
    help: "1 while caches are trusted",
    registers: [registry],
  });
  const subscribers = new Gauge({
    name: "subscribed_scopes",
    help: "Scopes that subscriptions follow",
    registers: [registry],
  });

  return {
    contentType: registry.contentType,
    text: async () => {
      // The counters are the one place that counts; this only shows it.
      const status = await options.cacheStatus();
      for (const { counter } of counters) counter.reset();
      for (const tier of status.tiers) {
        for (const counted of tier.counters)
          for (const { counter, field } of counters)
            counter.inc({ type: counted.type, tier: tier.tier }, counted[field]);
        if (tier.entries !== null) entries.set({ tier: tier.tier }, tier.entries);
        // What a server's memory holds beside values is no tier's.
        if (tier.server) {
          server ??= createServerMetrics(registry);
          server(tier.server);
        } else if (tier.bytes !== null) bytes.set({ tier: tier.tier }, tier.bytes);
      }
      unreadable.reset();
      for (const [type, count] of options.unreadable) unreadable.inc({ type }, count);
      trusted.set(Number(status.trusted));
      subscribers.set(options.subscribers());
      return registry.metrics();
    },
  };
}

/** What a shared tier's server says of itself, NaN where that isn't known. */
function createServerMetrics(registry: Registry): (status: ServerStatus) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const used = gauge("redis_memory_used_bytes", "Memory that Redis uses, all of it");
  const most = gauge("redis_memory_max_bytes", "Memory that Redis may use; 0: no bound");
  const connections = gauge("redis_connections", "This gateway's connections to Redis");
  const mostConnections = gauge("redis_connections_max", "Connections that it may open");
  const evicted = new Counter({
    name: "redis_evicted_keys_total",
    help: "Keys that Redis has evicted since its start",
    registers: [registry],
  });
  return (status) => {
    const known = status.usedBytes !== null;
    used.set(status.usedBytes ?? Number.NaN);
    most.set(known ? (status.maxBytes ?? 0) : Number.NaN);
    if (status.evictedKeys !== null) {
      evicted.reset();
      evicted.inc(status.evictedKeys);
    }
    connections.set(status.connections);
    mostConnections.set(status.maxConnections);
  };
}
