import fc from "fast-check";
import type { Store } from "../../src/store/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { turnOfTheLoop } from "./clock.ts";
import type { History, Mode } from "./history.ts";
import type { Node } from "./node.ts";

export const WORLD = "world:w";

/** One thing that happens to one of the nodes. */
export type Step = { readonly node: number } & (
  | Write
  | Read
  | { readonly kind: "crash" }
  | { readonly kind: "poll" }
  | { readonly kind: "evict" }
);
type Write =
  | { readonly kind: "write"; readonly who: number; readonly language: string }
  | { readonly kind: "delete"; readonly who: number }
  | { readonly kind: "remake" }
  | { readonly kind: "purge"; readonly type: string | null };
type Read =
  | { readonly kind: "read"; readonly who: number; readonly mode: Mode }
  | { readonly kind: "list"; readonly language: string | null; readonly mode: Mode }
  | { readonly kind: "state" };

const node = fc.nat({ max: 1 });
const who = fc.nat({ max: 3 });
const mode = fc.constantFrom<Mode[]>("plain", "plain", "strict", "min");
const language = fc.constantFrom("en", "fr");
const weighted = (weight: number, kind: Step["kind"], more: Record<string, fc.Arbitrary<unknown>> = {}) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), node, ...more }) as unknown as fc.Arbitrary<Step>,
});

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  weighted(6, "write", { who, language }),
  weighted(1, "delete", { who }),
  weighted(1, "remake"),
  weighted(1, "crash"),
  weighted(8, "read", { who, mode }),
  weighted(6, "list", { language: fc.option(language), mode }),
  weighted(2, "state"),
  weighted(3, "poll"),
  weighted(1, "evict"),
  weighted(1, "purge", { type: fc.option(fc.constantFrom("Character", "World")) }),
);

/** Decides nothing before everything that can go on has gone on, so that there is something to decide. */
export const anyOrder = fc.scheduler({
  act: async (release) => {
    await turnOfTheLoop();
    await release();
    await turnOfTheLoop();
  },
});

/** Lets the scheduler decide when each call reaches the store and when its answer arrives: every race. */
export function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  const late =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve());
      const outcome = await Promise.allSettled([method(...given)]);
      await scheduler.schedule(Promise.resolve());
      if (outcome[0].status === "rejected") throw outcome[0].reason;
      return outcome[0].value;
    };
  return {
    ...store,
    read: late(store.read),
    versions: late(store.versions),
    log: late(store.log),
    change: late(store.change) as Store["change"],
  };
}

/** Takes a step; what it saw goes into the history. `evict` empties a tier that nodes share. */
export async function take(
  step: Step,
  nodes: readonly Node[],
  history: History,
  evict?: () => Promise<void>,
): Promise<void> {
  const at = nodes[step.node]!;
  if (step.kind === "poll") return history.poll(step.node, () => at.cache.relay.poll());
  if (step.kind === "evict") return evict ? evict() : void (await at.tier.close());
  if (step.kind === "crash") return crash(at);
  if (step.kind === "read" || step.kind === "list" || step.kind === "state") return read(step, at, history);
  await history.change(step.node, () => change(step, at)).catch(unlessRaced);
}

const idOf = (local: number) => `character:w:c${local}`;

function read(step: { readonly node: number } & Read, at: Node, history: History): Promise<void> {
  const how = "mode" in step ? step.mode : "plain";
  return history.read(step.node, how, async (minVersion) => {
    const reader = at.reader({
      strict: how === "strict",
      minVersions: how === "min" ? { [WORLD]: minVersion } : {},
    });
    if (step.kind === "read")
      return { key: idOf(step.who), seen: await reader.load(character, idOf(step.who)) };
    if (step.kind === "state") return { key: "state", seen: await reader.state(WORLD) };
    const filter: Record<string, string> = step.language ? { language: step.language } : {};
    const { entries } = await reader.list("World.characters", WORLD, { first: 100, filter });
    return { key: `list:${step.language ?? ""}`, seen: entries.map(({ id }) => id).sort() };
  });
}

async function change(step: Write, { commands }: Node) {
  if (step.kind === "purge") return commands.purge(WORLD, step.type);
  if (step.kind === "delete") return commands.members.remove(character, { id: idOf(step.who) });
  if (step.kind === "remake") {
    await commands.worlds.remove({ id: WORLD });
    return commands.worlds.create({ id: "w", name: "W" });
  }
  const { language, who } = step;
  const update = commands.members.update(character, { id: idOf(who), language });
  return update.catch((error) => {
    if (error.code !== "NOT_FOUND") throw error;
    return commands.members.create(character, { worldId: WORLD, id: `c${who}`, name: `n${who}`, language });
  });
}

/** A commit whose gateway dies before it tells any cache: only the log knows of it. */
async function crash({ store }: Node): Promise<void> {
  await store.change({
    scopes: [WORLD],
    work: async (draft) => {
      const one = await draft.get(character, idOf(0));
      if (one) await draft.update(character, one, { name: "n0" });
    },
  });
}

/** Two writers may make or delete the same thing at once. */
function unlessRaced(error: unknown): void {
  if (!["CONFLICT", "NOT_FOUND"].includes((error as { code?: string }).code ?? "")) throw error;
}
