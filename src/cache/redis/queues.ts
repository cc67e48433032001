/**
 * The commands under way at each node, in the order in which they were sent: a connection answers them in that order, so
 * the first is the one that all others wait for, unless it was sent on to somewhere else.
 */
export interface Queues {
  enter(node: string): Ticket;
  /** The command has come to its end, by an answer or not. */
  leave(node: string, ticket: Ticket, answered: boolean): void;
  isFirst(node: string, ticket: Ticket): boolean;
}

export interface Ticket {
  /** A later command of the same node was answered before. */
  overtaken: boolean;
}

export function createQueues(): Queues {
  // As many as there ever were nodes.
  const queues = new Map<string, Set<Ticket>>();
  return {
    enter: (node) => {
      const ticket = { overtaken: false };
      const queue = queues.get(node) ?? new Set();
      queues.set(node, queue.add(ticket));
      return ticket;
    },
    leave: (node, ticket, answered) => {
      const queue = queues.get(node);
      if (!queue) return;
      if (answered)
        for (const earlier of queue) {
          if (earlier === ticket) break;
          earlier.overtaken = true;
        }
      queue.delete(ticket);
    },
    isFirst: (node, ticket) => queues.get(node)?.values().next().value === ticket,
  };
}
