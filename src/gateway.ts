import { setMaxListeners } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Cache, createCache } from "./cache/cache.ts";
import { createEpoch } from "./cache/epoch.ts";
import { boundsOf, openTier } from "./cache/open.ts";
import { createOutcomes } from "./cache/outcomes.ts";
import type { CacheStatus } from "./cache/status.ts";
import type { Tier } from "./cache/tier.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { EntityDefinition } from "./entities/define.ts";
import type { Services } from "./graphql/context.ts";
import { createErrorMask } from "./graphql/errors.ts";
import { createSchema, type SchemaParts, schemaFile } from "./graphql/schema.ts";
import { checkHealth } from "./http/health.ts";
import { createHttpServer } from "./http/server.ts";
import { serveWebSockets } from "./http/websocket.ts";
import { createGraphQLServer } from "./http/yoga.ts";
import { type Logger, logEpochs, logOutcomes } from "./observability/logger.ts";
import { createMetrics } from "./observability/metrics.ts";
import { createTally } from "./observability/tally.ts";
import { createIndexer } from "./store/indexer.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { createSweeper } from "./store/sweeper.ts";
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
  /** Entity types beside the program's own, and the SDL that serves them: how a fork or a test adds one. */
  readonly extra?: SchemaParts & { readonly definitions: readonly EntityDefinition[] };
}

/** How long a start waits for lists to be indexed, in milliseconds; the rest is done while it serves. */
const INDEXING_MS = 3_000;
/** The lists of a world that holds no more than this are indexed too fast for a line in the log. */
const FEW_ENTITIES = 1_000;

/** The composition root: it alone constructs clients and adapters, and joins the parts. */
export async function startGateway(config: Config, options: GatewayOptions): Promise<Gateway> {
  const { logger, clock = systemClock, extra } = options;
  const registry = createWorldRegistry(config.cache.policies, extra?.definitions);
  const schema = createSchema(registry, extra);
  const openedStore = await openStore(config.store, {
    registry,
    clock,
    onIndexing: ({ finished, ...facts }) =>
      logger[facts.total > FEW_ENTITIES ? "info" : "debug"](
        facts,
        finished ? "lists are indexed" : "indexing lists that the store lacks",
      ),
  });
  const store = options.wrapStore?.(openedStore) ?? openedStore;
  const epoch = createEpoch((await store.versions([])).epoch);
  epoch.listen(logEpochs(logger));

  const outcomes = createOutcomes();
  const tally = createTally();
  outcomes.listen(tally.record);
  logOutcomes(outcomes, logger);
  const { provider } = config.cache;
  const opened = await openTier(config.cache, {
    clock,
    registry,
    epoch: epoch.current,
    onEvent: ({ level, message, facts }) => logger[level](facts, message),
    onGarbage: (scope, key) =>
      outcomes.emit({ kind: "garbage", tier: "L2", scope, key, type: registry.labelOf(key) }),
  });
  const tier = options.wrapTier?.(opened) ?? opened;
  const onError = (error: unknown) => logger.error({ err: error }, "a background task failed");
  const cache = createCache({
    store,
    tier,
    clock,
    outcomes,
    epoch,
    definitions: registry.number,
    labelOf: registry.labelOf,
    relayIntervalMs: config.cache.relayIntervalMs,
    local: boundsOf(config.cache),
    onError,
    onStore: (error) => {
      if (error === null) logger.info("the store answers again");
      else logger.error({ reason: (error as Error).message }, "the store doesn't answer");
    },
  });
  const cacheStatus = async (): Promise<CacheStatus> => ({
    provider: provider === "redis" ? "REDIS" : "MEMORY",
    trusted: cache.trusted(),
    tiers: await Promise.all(
      cache.tiers.map(async (one) => ({
        tier: one.name,
        ...(await one.status()),
        counters: tally.counters(one.name),
      })),
    ),
  });
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

  let leaving = false;
  const metrics = createMetrics({ cacheStatus, subscribers: cache.scopes.watchers });
  const yoga = createGraphQLServer({ schema, services, config, logger });
  const { server, connections } = createHttpServer(config.http, {
    graphql: (request, response) => yoga(request, response),
    health: () => checkHealth({ store, cache, provider, clock, leaving }),
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
    maskError,
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
    throw error;
  }

  return {
    url,
    services,
    store,
    cache,
    close: async ({ delayMs = 0 } = {}) => {
      leaving = true;
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
