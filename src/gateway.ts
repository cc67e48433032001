import { setMaxListeners } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Cache, createCache } from "./cache/cache.ts";
import { createEpoch } from "./cache/epoch.ts";
import { boundsOf, openTier } from "./cache/open.ts";
import { createOutcomes } from "./cache/outcomes.ts";
import type { Tier } from "./cache/tier.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { EntityDefinition } from "./entities/define.ts";
import { isUnavailable } from "./fault.ts";
import type { Services } from "./graphql/context.ts";
import { createErrorMask } from "./graphql/errors.ts";
import { createLoad, type Load } from "./graphql/load.ts";
import { createSchema, type SchemaParts, schemaFile } from "./graphql/schema.ts";
import { createHealth } from "./http/health.ts";
import { createHttpServer } from "./http/server.ts";
import { serveWebSockets } from "./http/websocket.ts";
import { createGraphQLServer } from "./http/yoga.ts";
import { createCacheStatus } from "./observability/cache-status.ts";
import { type Logger, logEpochs, logIndexing, logOutcomes } from "./observability/logger.ts";
import { createMetrics } from "./observability/metrics.ts";
import { createOutcomeCounters } from "./observability/outcome-counters.ts";
import { providers as own, type Providers } from "./settings.ts";
import { createIndexer } from "./store/indexer.ts";
import { openStore, startTrouble } from "./store/open.ts";
import { reportOn } from "./store/reporter.ts";
import type { Store } from "./store/store.ts";
import { createSweeper } from "./store/sweeper.ts";
import { createUnreadableLog } from "./store/unreadable-log.ts";
import { createCommands } from "./worlds/commands/commands.ts";
import { loadDemoWorld } from "./worlds/demo/demo-world.ts";
import { createNotices } from "./worlds/notices.ts";
import { createWorldRegistry } from "./worlds/registry.ts";
import { createWriter } from "./worlds/writer.ts";

/** A gateway that listens. */
export interface Gateway {
  /** Where it is reached, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly services: Services;
  readonly store: Store;
  readonly cache: Cache;
  readonly load: Load;
  /**
   * Isn't ready any more, but serves on for `delayMs`; then lets requests in flight finish, ends
   * subscriptions, closes the store.
   */
  close(options?: { readonly delayMs?: number }): Promise<void>;
}

export interface GatewayOptions {
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Puts something between the store and all that uses it, such as a fault or a count. */
  readonly wrapStore?: (store: Store) => Store;
  /** As `wrapStore`, for the tier. */
  readonly wrapTier?: (tier: Tier) => Tier;
  /** What the configuration chose from; by default the program's own. */
  readonly providers?: Providers;
  /** Entity types beside the program's own, and the SDL that serves them: how a fork or a test adds one. */
  readonly extra?: SchemaParts & { readonly definitions: readonly EntityDefinition[] };
}

/** How long a start waits for lists to be indexed, in milliseconds; the rest is done while it serves. */
const INDEXING_MS = 3_000;

/** The composition root: it alone constructs clients and adapters, and joins the parts. */
export async function startGateway(config: Config<Providers>, options: GatewayOptions): Promise<Gateway> {
  const { logger, clock = systemClock, providers = own, extra } = options;
  const registry = createWorldRegistry(config.cache.policies, extra?.definitions);
  const schema = createSchema(registry, extra, providers.tiers);
  const openedStore = await openStore(
    config.store,
    { registry, clock, onIndexing: logIndexing(logger) },
    providers.stores,
  );
  const unreadable = createUnreadableLog(({ unreadableId, type }) =>
    logger.error({ id: unreadableId, type }, "what the store has can't be read"),
  );
  const watched = unreadable.watch(openedStore);
  const reported = reportOn(options.wrapStore?.(watched) ?? watched, {
    clock,
    onEvent: ({ level, message, facts }) => logger[level](facts, message),
  });
  const { store } = reported;
  const epoch = createEpoch((await store.versions([])).epoch);
  epoch.listen(logEpochs(logger));

  const outcomes = createOutcomes();
  const counters = createOutcomeCounters();
  outcomes.listen(counters.record);
  logOutcomes(outcomes, logger);
  const opened = await openTier(
    config.cache,
    {
      clock,
      registry,
      epoch: epoch.current,
      onEvent: ({ level, message, facts }) => logger[level](facts, message),
      onGarbage: (scope, key) =>
        outcomes.emit({ kind: "garbage", tier: "L2", scope, key, type: registry.labelOf(key) }),
    },
    providers.tiers,
  );
  const tier = options.wrapTier?.(opened.tier) ?? opened.tier;
  const onError = (error: unknown) => {
    // What is away is told of where that shows.
    if (!isUnavailable(error)) logger.error({ err: error }, "a background task failed");
  };
  const cache = createCache({
    store,
    tier,
    clock,
    outcomes,
    epoch,
    registry,
    labelOf: registry.labelOf,
    relayIntervalMs: config.cache.relayIntervalMs,
    budgetMs: opened.budgetMs,
    local: boundsOf(config.cache),
    onError,
  });
  const cacheStatus = createCacheStatus({ provider: config.cache.provider, cache, counters });
  const indexer = createIndexer({
    store,
    clock,
    onDone: (scopes) => scopes > 0 && logger.info({ scopes }, "the store lacks no list any more"),
    onError,
  });
  const sweeper = createSweeper({ store, clock, onError });
  const commands = createCommands(createWriter({ store, cache, registry }));
  const closing = new AbortController();
  // Every subscription listens to it.
  setMaxListeners(0, closing.signal);
  const services: Services = {
    registry,
    store,
    cache,
    commands,
    notices: createNotices({ store, cache }),
    clock,
    cacheStatus,
    closing: closing.signal,
  };

  /** Nothing may go on that would keep the process from ending. */
  const stop = async () => {
    indexer.stop();
    await sweeper.stop();
    await cache.close();
    await store.close();
  };

  const health = createHealth({
    store: reported,
    cache,
    providers: { store: config.store.provider, cache: config.cache.provider },
    clock,
    unreadable: unreadable.status,
  });
  const metrics = createMetrics({
    cacheStatus,
    subscribers: cache.scopes.watchers,
    unreadable: unreadable.counts,
  });
  const load = createLoad(config.load);
  const yoga = createGraphQLServer({ schema, services, load, config, logger });
  const { server, connections } = createHttpServer(config.http, {
    graphql: (request, response) => yoga(request, response),
    health: health.check,
    ...(config.limits.introspection && { schemaText: schemaFile(schema) }),
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
    onError: (error) => logger.error({ err: error }, "a request failed"),
  });
  const maskError = createErrorMask(logger);
  const sockets = serveWebSockets({
    server,
    yoga,
    services,
    config: config.http,
    limits: config.limits,
    load,
    maskError,
    logger,
  });

  let url: string;
  try {
    await indexer.start(INDEXING_MS);
    if (config.store.demoWorld) await loadDemoWorld({ store, registry, clock, logger });
    await cache.relay.start();
    sweeper.start();
    url = await listen(server, config.http);
  } catch (error) {
    await stop();
    throw startTrouble(config.store, error, providers.stores);
  }

  return {
    url,
    services,
    store,
    cache,
    load,
    close: async ({ delayMs = 0 } = {}) => {
      health.leave();
      if (delayMs > 0) await clock.sleep(delayMs);
      await connections.stop();
      // Now, as who subscribes anew comes to another gateway.
      closing.abort();
      await Promise.all([connections.drained(), sockets.close()]);
      await stop();
    },
  };
}

function listen(server: Server, { host, port }: Config["http"]): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const { port: bound } = server.address() as AddressInfo;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
    });
  });
}
