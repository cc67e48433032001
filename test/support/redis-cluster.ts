import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { poll } from "./poll.ts";
import { programVersion } from "./programs.ts";
import { ownerOf, viewsFrom, withNode } from "./redis-cluster-view.ts";
import { findLocalRedis, type RedisServer, startLocalRedis } from "./redis-server.ts";

export type ClusterNode = Pick<RedisServer, "host" | "port" | "pid" | "signal">;

/** Three masters and three replicas on this machine. */
export interface RedisCluster {
  readonly nodes: readonly ClusterNode[];
  /** The master of a key, or of a slot; resolves as soon as all nodes that answer agree on it. */
  master(at: string | number): Promise<ClusterNode>;
  /**
   * Has the replica of a key's or a slot's master promoted, and resolves with it when all nodes that answer know. That
   * replica has to be there, and in step.
   * "kill" ends the master by SIGKILL; "command" has the two change places, and loses no write.
   */
  failover(at?: string | number, how?: "kill" | "command"): Promise<ClusterNode>;
  /** Kills a node, if it still runs, and starts it again, empty; resolves when the cluster is whole and in step. */
  restart(node: ClusterNode): Promise<void>;
  stop(): Promise<void>;
}

/** Throws why no cluster can be had here: it runs on this machine only, as its nodes tell clients their addresses. */
export function findRedisCluster(): "redis-server" {
  programVersion("redis-cli", ["--version"], /(\d+)/);
  return findLocalRedis();
}

/** Starts a cluster, with more arguments for its nodes if given; resolves when it is whole and in step. */
export async function startRedisCluster(args: readonly string[] = []): Promise<RedisCluster> {
  const servers = await startNodes([...NODE_ARGS, ...args]);
  const ports = servers.map(({ port }) => port);
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const isWhole = async () => {
    const views = await viewsFrom(ports);
    return (
      views.length === ports.length &&
      views.every(
        ({ well, members }) =>
          well &&
          members.length === ports.length &&
          members.every(({ fine }) => fine) &&
          members.filter(({ masterId }) => masterId !== undefined).length === 3,
      )
    );
  };
  try {
    const addresses = ports.map((port) => `127.0.0.1:${port}`);
    const create = ["--cluster", "create", ...addresses, "--cluster-replicas", "1", "--cluster-yes"];
    await promisify(execFile)("redis-cli", create, { timeout: 60_000 });
    await poll("the cluster is whole", isWhole);
  } catch (error) {
    await stop();
    throw error;
  }

  const serverAt = (port: number) => servers.find((server) => server.port === port)!;
  const slotOf = (at: string | number) => (typeof at === "number" ? at : slotOfKey(at, ports));
  /** A slot's master and its replica, once all nodes that answer are well, agree on it, and it is as wanted. */
  const shard = async (slot: number, isWanted: (shard: Shard) => boolean): Promise<Shard> => {
    let found: Shard | undefined;
    await poll(`slot ${slot} has its master`, async () => {
      const views = await viewsFrom(ports);
      const owners = new Set(views.map((view) => ownerOf(slot, view)?.port));
      const [port] = owners;
      if (port === undefined || owners.size > 1 || !views.every(({ well }) => well)) return false;
      const { members } = views.find((view) => view.port === port) ?? views[0]!;
      const { id } = members.find((member) => member.port === port)!;
      const replica = members.find(({ masterId, fine }) => masterId === id && fine);
      found = { master: serverAt(port), replica: replica && serverAt(replica.port) };
      return isWanted(found);
    });
    return found!;
  };

  return {
    nodes: servers,
    master: async (at) => (await shard(await slotOf(at), () => true)).master,
    failover: async (at = 0, how = "kill") => {
      const slot = await slotOf(at);
      const old = await shard(slot, ({ replica }) => replica !== undefined);
      if (how === "kill") await old.master.signal("SIGKILL");
      else await withNode(old.replica!.port, (node) => node.cluster("FAILOVER"));
      return (await shard(slot, ({ master }) => master !== old.master)).master;
    },
    restart: async (node) => {
      await serverAt(node.port).restart();
      await poll("the cluster is whole again", isWhole);
    },
    stop,
  };
}

interface Shard {
  readonly master: RedisServer;
  readonly replica: RedisServer | undefined;
}

/** A node's bus listens this far above its port. */
const BUS_OFFSET = 10_000;

/** A failover within two seconds or so, and replicas that needn't wait for others before they copy. */
const NODE_ARGS = [
  ...["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "1500"],
  ...["--repl-diskless-sync-delay", "0"],
];

async function startNodes(args: readonly string[]): Promise<RedisServer[]> {
  const starts = await Promise.allSettled(
    Array.from({ length: 6 }, () => startLocalRedis({ args }, [BUS_OFFSET])),
  );
  const servers = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const failed = starts.find((start) => start.status === "rejected");
  if (!failed) return servers;
  await Promise.all(servers.map((server) => server.stop()));
  throw failed.reason;
}

/** Whichever node answers knows it. */
function slotOfKey(key: string, ports: readonly number[]): Promise<number> {
  return Promise.any(
    ports.map((port) => withNode(port, async (node) => Number(await node.cluster("KEYSLOT", key)))),
  );
}
