import { expect } from "vitest";
import type { Written } from "../../src/worlds/writer.ts";
import { canonical, type Truth } from "./truth.ts";

export type Mode = "plain" | "strict" | "min";

/**
 * Records what was acknowledged and what reads saw, and judges it by the truth: a read equals the world
 * as it was at some version, no older than what it had to see when it began, and no newer than now.
 */
export interface History {
  /** Runs a change through a node; whoever begins after it has to see it on that node. */
  change(node: number, work: () => Promise<Pick<Written<unknown>, "versions">>): Promise<void>;
  /** `work` is given the version that a `min` read asks for. */
  read(
    node: number,
    mode: Mode,
    work: (minVersion: number) => Promise<{ key: string; seen: unknown }>,
  ): Promise<void>;
  /** Runs a poll of a node: what was committed before it began has to be seen there afterwards. */
  poll(node: number, work: () => Promise<void>): Promise<void>;
  /** Judges every read, and answers how many there were. */
  check(): number;
}

export function createHistory(truth: Truth, world: string): History {
  const reads: { key: string; seen: unknown; floor: number; label: string }[] = [];
  /** Node → the version that a read which begins now has to see. */
  const floors = new Map<number, number>();
  let acknowledged = 0;
  /** Node and key → the newest entity version that a finished read saw. */
  const newest = new Map<string, number>();

  const raise = (node: number, version: number) => floors.set(node, Math.max(floors.get(node) ?? 0, version));
  const committed = () => Math.max(0, ...truth.views.keys());

  return {
    change: async (node, work) => {
      const version = (await work()).versions[world] ?? 0;
      raise(node, version);
      acknowledged = Math.max(acknowledged, version);
    },

    read: async (node, mode, work) => {
      const floor = Math.max(floors.get(node) ?? 0, mode === "plain" ? 0 : acknowledged);
      const seenBefore = new Map(newest);
      const { key, seen } = await work(acknowledged);
      reads.push({ key, seen, floor, label: `node ${node}, ${mode}` });
      const version = (seen as { version?: number } | null)?.version;
      if (version === undefined) return;
      const name = `${node} ${key}`;
      expect(version, `${name} went backwards`).toBeGreaterThanOrEqual(seenBefore.get(name) ?? 0);
      newest.set(name, Math.max(newest.get(name) ?? 0, version));
    },

    poll: async (node, work) => {
      const before = committed();
      await work();
      raise(node, before);
    },

    check: () => {
      for (const { key, seen, floor, label } of reads) {
        const wanted = JSON.stringify(canonical(key, seen));
        const was = (view: ReadonlyMap<string, string>) =>
          view.get(key) ?? (key.startsWith("list:") ? "[]" : "null");
        const matches = [...truth.views].some(([version, view]) => version >= floor && was(view) === wanted);
        expect(
          matches,
          `${label}: ${key} was read as ${wanted}, which it wasn't at version ${floor} or later`,
        ).toBe(true);
      }
      return reads.length;
    },
  };
}
