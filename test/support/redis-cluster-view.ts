import { Redis } from "ioredis";

/** The cluster as one of its nodes sees it. */
export interface ClusterView {
  /** Of the node that was asked. */
  readonly port: number;
  /** All slots are served, and the node, if it is a replica, has what its master has. */
  readonly well: boolean;
  readonly members: readonly ClusterMember[];
}

export interface ClusterMember {
  readonly id: string;
  readonly port: number;
  /** No node suspects it to be away. */
  readonly fine: boolean;
  /** Of a replica. */
  readonly masterId: string | undefined;
  /** Of a master that serves, from and to. */
  readonly slots: readonly (readonly [number, number])[];
}

/** Asks the node at a port of this machine; rejects if it doesn't answer soon. */
export function viewFrom(port: number): Promise<ClusterView> {
  return withNode(port, async (node) => {
    const [info, replication, nodes] = await Promise.all([
      node.cluster("INFO"),
      node.info("replication"),
      node.cluster("NODES"),
    ]);
    const inStep = !/role:slave/.test(replication) || /master_link_status:up/.test(replication);
    const members = String(nodes).trim().split("\n").map(memberOf);
    return { port, well: /cluster_state:ok/.test(String(info)) && inStep, members };
  });
}

/** The views of those who answer. */
export async function viewsFrom(ports: readonly number[]): Promise<ClusterView[]> {
  const views = await Promise.allSettled(ports.map(viewFrom));
  return views.flatMap((view) => (view.status === "fulfilled" ? [view.value] : []));
}

/** The member of a view that serves a slot. */
export function ownerOf(slot: number, { members }: ClusterView): ClusterMember | undefined {
  return members.find(({ slots }) => slots.some(([from, to]) => from <= slot && slot <= to));
}

/** Runs a command at the node at a port of this machine; rejects if it doesn't answer soon. */
export async function withNode<T>(port: number, use: (node: Redis) => Promise<T>): Promise<T> {
  const node = new Redis(port, "127.0.0.1", {
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: 2_000,
    retryStrategy: () => null,
  });
  // The command that fails tells of it too.
  node.on("error", () => {});
  try {
    return await use(node);
  } finally {
    node.disconnect();
  }
}

/** `<id> <ip:port@cport> <flags> <master> <ping> <pong> <epoch> <link> <slots…>`, a line of CLUSTER NODES. */
function memberOf(line: string): ClusterMember {
  const [id, address, flags, master, , , , , ...slots] = line.split(" ");
  return {
    id: id!,
    port: Number(/:(\d+)@/.exec(address!)![1]),
    fine: !/fail|handshake|noaddr/.test(flags!),
    masterId: master === "-" ? undefined : master,
    slots: slots.map((range) => {
      const [from, to = from] = range.split("-").map(Number);
      return [from!, to!];
    }),
  };
}
