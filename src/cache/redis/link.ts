import { Cluster, Redis } from "ioredis";
import { type Address, addressOf, clusterOptions, parseNodeName, singleOptions } from "./client-options.ts";
import { commandsOver, type RedisCommands } from "./commands.ts";
import { hashSlotOf } from "./keys.ts";
import type { RedisConfig } from "./settings.ts";

/** The connections that commands go by: to a single server, or to the masters of a cluster. */
export interface Link {
  readonly commands: RedisCommands;
  /** The node that serves a scope, by the name that breakers know it under; "" for a single server. */
  nodeOf(scope: string): string;
  /** Where the scope's notices are published. */
  homeOf(scope: string): Address;
  masters(): readonly Redis[];
  /** Connections that are open or opening. */
  opened(): number;
  /** A node seems to be gone, so another one may have taken its place. */
  suspect(): void;
  /** Begins anew, after a while. */
  reconnect(): void;
  close(): void;
}

export interface LinkListener {
  onReady(): void;
  /** Null: the connection ended, and nothing says why. */
  onFailure(error: unknown): void;
  onRetry(attempt: number): void;
  /** A cluster's masters are known, or have changed; false: they are too many. */
  onMasters(count: number): boolean;
}

export function linkTo(config: RedisConfig, listener: LinkListener): Link {
  return config.clusterNodes.length > 0 ? linkToCluster(config, listener) : linkToServer(config, listener);
}

/** What is known of those masters that answer; rejects if none does. */
export async function answersOf<T>(
  masters: readonly Redis[],
  work: (master: Redis) => Promise<T>,
): Promise<T[]> {
  const answers = await Promise.allSettled(masters.map(work));
  const given = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const failed = answers.find((answer) => answer.status === "rejected");
  if (failed && given.length === 0) throw failed.reason;
  return given;
}

function linkToServer(config: RedisConfig, listener: LinkListener): Link {
  const client = new Redis(singleOptions(config));
  const home = addressOf(config.url);
  let told = false;
  let refused = false;
  client.on("connecting", () => {
    told = refused = false;
  });
  client.on("error", (error) => {
    told = true;
    // A refused SELECT ends nothing: commands would go to database 0.
    if (client.status === "connect") refused = true;
    if (client.status === "ready") client.disconnect(true);
    listener.onFailure(error);
  });
  client.on("ready", () => {
    if (!refused) listener.onReady();
  });
  client.on("close", () => {
    if (!told) listener.onFailure(null);
  });
  tellRetries(client, listener);
  return {
    commands: commandsOver(client),
    nodeOf: () => "",
    homeOf: () => home,
    masters: () => [client],
    opened: () => 1,
    suspect: () => {},
    reconnect: () => client.disconnect(true),
    close: () => client.disconnect(),
  };
}

function linkToCluster(config: RedisConfig, listener: LinkListener): Link {
  const cluster = new Cluster([...config.clusterNodes], clusterOptions(config));
  let told = false;
  cluster.on("connecting", () => {
    told = false;
  });
  cluster.on("error", (error) => {
    told = true;
    listener.onFailure(error);
  });
  // What a single node does shows in the commands that go there.
  cluster.on("node error", () => {});
  cluster.on("refresh", () => {
    if (!listener.onMasters(cluster.nodes("master").length)) {
      told = true;
      return cluster.disconnect();
    }
    // Replicas are never asked, and changing a node's role has opened a connection to it.
    for (const node of cluster.nodes("slave")) if (isOpen(node)) node.disconnect();
    // The first request to a new master needn't wait for its connection.
    if (cluster.status !== "ready") return;
    for (const node of cluster.nodes("master")) if (node.status === "wait") node.connect().catch(() => {});
  });
  cluster.on("ready", () => listener.onReady());
  cluster.on("close", () => {
    if (!told) listener.onFailure(null);
  });
  tellRetries(cluster, listener);
  const nodeOf = (scope: string) => cluster.slots[hashSlotOf(scope)]?.[0] ?? "";
  return {
    commands: commandsOver(cluster),
    nodeOf,
    homeOf: (scope) => {
      const name = nodeOf(scope);
      return name ? parseNodeName(name, config.clusterNodes[0]!) : config.clusterNodes[0]!;
    },
    masters: () => cluster.nodes("master"),
    opened: () => cluster.nodes().filter(isOpen).length,
    suspect: () => cluster.refreshSlotsCache(() => {}),
    reconnect: () => cluster.disconnect(true),
    close: () => cluster.disconnect(),
  };
}

/** Attempts are counted from the last connection on. */
function tellRetries(client: Redis | Cluster, { onRetry }: LinkListener): void {
  let attempt = 0;
  client.on("reconnecting", () => onRetry(++attempt));
  client.on("ready", () => {
    attempt = 0;
  });
}

function isOpen({ status }: Redis): boolean {
  return status !== "wait" && status !== "end";
}
