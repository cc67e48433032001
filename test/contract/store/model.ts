import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import type { Pinned } from "../../../src/entities/fields.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { LogEntry } from "../../../src/store/log.ts";
import type { ListReading, ScopeState } from "../../../src/store/query.ts";
import { ROUNDS } from "../../support/made-up.ts";
import { world } from "../../support/own-types.ts";
import { actionsOn, type OpenedStore, type OpenStore } from "../../support/store.ts";
import { type Act, acts, LOCALS, WORLD_NAMES } from "../../support/world-acts.ts";
import { maskBetween } from "../../support/world-masks.ts";
import {
  applyStep,
  type Call,
  copyOf,
  emptyWorld,
  found,
  type ModelWorld,
  restoreUntouched,
  type Step,
  TYPES,
} from "../../support/world-model.ts";
import { compare, essence, type View, viewsOf } from "../../support/world-views.ts";

const OWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  character: ["character:*:inventory", "timeline:character:*:recent", "timeline:character:*:oldest"],
  location: [
    "location:*:characters",
    "location:*:objects",
    "timeline:location:*:recent",
    "timeline:location:*:oldest",
  ],
  object: ["timeline:object:*:recent", "timeline:object:*:oldest"],
};

/** `runs`: how many series are tried. */
export function modelClaims(open: OpenStore, runs: number): void {
  describe("any series of changes", () => {
    test("reads like a plain model of it, and logs exactly the keys whose values it changed, and what of these", {
      timeout: 240_000 * ROUNDS,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(acts, fc.integer({ min: 1, max: 4 }), async (series, pageSize) => {
          const opened = await open();
          try {
            const run = createRun(opened);
            for (const act of series) await run.perform(act);
            await run.checkPages(pageSize);
          } finally {
            await opened.close();
          }
        }),
        { numRuns: runs * ROUNDS },
      );
    });
  });
}

/** A store beside the model of it. */
function createRun(opened: OpenedStore) {
  const { store } = opened;
  const at = actionsOn(() => store);
  const models = new Map(WORLD_NAMES.map((local) => [local, emptyWorld(local)]));

  async function perform(act: Act): Promise<void> {
    const before = models.get(act.on)!;
    const after = copyOf(before);
    const exists = before.rows.size > 0;
    const listed = await at.version(WORLDS);
    const outcome = exists || act.what === "import" ? await there(act, after) : await begin(after);
    if (outcome === "refused") return check(before);
    const entry = (await at.log(`world:${act.on}`)).at(-1);
    expect(entry?.version ?? 0).toBe(after.version);
    if (after.version > before.version) checkKeys(entry!, act.what, before, after);
    models.set(act.on, after);
    await check(after);
    await checkWorlds(listed!, before, after);
  }

  async function begin(after: ModelWorld): Promise<void> {
    found(after, after.version + 1, { name: after.local });
    await at.createWorld(after.local);
  }

  async function there(act: Act, after: ModelWorld): Promise<"refused" | undefined> {
    const version = after.version + 1;
    const root = `world:${act.on}`;
    const before = copyOf(after);
    if (act.what === "toggle") {
      Object.assign(after, { version, rows: new Map() });
      await at.deleteWorld(act.on);
    } else if (act.what === "rename") {
      const { name, status } = act;
      after.rows.set(root, { ...after.rows.get(root)!, name, status, version });
      if (!restoreUntouched(before, after)) after.version = version;
      await at.update(world, root, { name, status });
    } else if (act.what === "import") await replace(act.steps, after, version);
    else return change(act.steps, after, version);
    return undefined;
  }

  async function change(steps: readonly Step[], after: ModelWorld, version: number) {
    const before = copyOf(after);
    const calls = steps.map((one, seq) => applyStep(after, one, version, seq));
    const taken = calls.includes("taken");
    const made = at.change(after.local, async (draft) => {
      for (const [seq, call] of calls.entries()) {
        if (call === "taken") {
          const definition = TYPES[steps[seq]!.type];
          await draft.create(definition, definition.id(after.local, steps[seq]!.local), {});
        } else if (call?.act === "create")
          await draft.create(call.definition, call.id, call.fields, call.seq);
        else if (call) {
          const entity = await draft.need(call.definition, call.id);
          if (call.act === "remove") await draft.remove(call.definition, entity);
          else await draft.update(call.definition, entity, call.fields);
        }
      }
    });
    if (taken) {
      await expect(made).rejects.toMatchObject({ code: "CONFLICT" });
      return "refused" as const;
    }
    await made;
    if (!restoreUntouched(before, after)) after.version = version;
    return undefined;
  }

  async function replace(steps: readonly Step[], after: ModelWorld, version: number): Promise<void> {
    after.rows = new Map();
    found(after, 0, { name: "imported" });
    const calls = steps.map((one, seq) => applyStep(after, { ...one, act: "create" }, 0, seq));
    const importer = await store.beginImport(after.local);
    const rows = [...after.rows.values()];
    await importer.write(rows.slice(0, 2));
    await importer.write(rows.slice(2));
    expect(calls.filter((call): call is Call => call !== null && call !== "taken")).toHaveLength(
      rows.length - 1,
    );
    await importer.finish();
    after.version = version;
    for (const row of rows) {
      const born = row.__typename === "World" ? version : 0;
      after.rows.set(row.id, { ...row, version, born });
    }
  }

  /** Whatever a cache may hold and is now wrong is named, and nothing is that is still right. */
  function checkKeys(entry: LogEntry, what: Act["what"], before: ModelWorld, after: ModelWorld): void {
    const begins = before.rows.size === 0;
    const again = begins && before.version > 0;
    expect(entry.flush).toBe(what === "import" || again || after.rows.size === 0);
    if (entry.flush) return;
    const [old, now] = [viewsOf(before, LOCALS), viewsOf(after, LOCALS)];
    const changed = [...now.keys()].filter((key) => essence(old.get(key)!) !== essence(now.get(key)!));
    expect(entry.keys).toEqual(expect.arrayContaining(changed));
    if (begins) return;
    const ids = new Set([...before.rows.keys(), ...after.rows.keys()]);
    const remade = [...ids].filter((id) => before.rows.get(id)?.born !== after.rows.get(id)?.born);
    // An event may name what the same change made and removed again.
    const events = [...after.rows.values()].filter(({ version }) => version === after.version);
    const named = events.flatMap(({ involves }) => ((involves ?? []) as Pinned[]).map(({ id }) => id));
    const own = [...remade, ...named].flatMap((id) => {
      const [prefix, , local] = id.split(":") as [string, string, string];
      return (OWN_KEYS[prefix] ?? []).map((key) => key.replace("*", local));
    });
    const allowed = new Set([...changed, ...own, "state"]);
    expect(entry.keys.filter((key) => !allowed.has(key))).toEqual([]);
    const masks = new Map(entry.keys.map((key, index) => [key, entry.masks![index]!]));
    for (const key of ["state", ...changed]) {
      const mask = masks.get(key)!;
      const told = { key, mask: mask && [...mask].sort() };
      expect(told).toEqual({ key, mask: maskBetween(old.get(key)!, now.get(key)!, new Set(remade)) });
    }
  }

  async function check(model: ModelWorld): Promise<void> {
    const views = [...viewsOf(model, LOCALS).values()];
    const { values, versions } = await store.read(views.map(({ query }) => query));
    if (model.version > 0)
      expect(versions.get(`world:${model.local}`)).toEqual({ before: model.version, after: model.version });
    expect(views.map(({ query }, index) => comparable(query.kind, values[index]))).toEqual(
      views.map(expected),
    );
  }

  async function checkWorlds(listed: number, before: ModelWorld, after: ModelWorld): Promise<void> {
    const all = [...models.values()].flatMap(({ local, rows }) => rows.get(`world:${local}`) ?? []);
    const inOrder = all.toSorted(
      (a, b) => compare(a.name as string, b.name as string) || compare(a.id, b.id),
    );
    expect(await at.ids("Query.worlds", WORLDS)).toEqual(inOrder.map(({ id }) => id));
    for (const status of ["ACTIVE", "DORMANT", "ARCHIVED"]) {
      const ids = inOrder.filter((one) => one.status === status).map(({ id }) => id);
      expect(await at.ids("Query.worlds", WORLDS, { filter: { status } })).toEqual(ids);
      expect(await at.total("Query.worlds", WORLDS, { filter: { status } })).toBe(ids.length);
    }
    const [old, now] = [before, after].map(({ local, rows }) => rows.get(`world:${local}`));
    const moved = old?.name !== now?.name || old?.status !== now?.status;
    expect(await at.version(WORLDS)).toBe(listed + Number(moved));
  }

  async function checkPages(size: number): Promise<void> {
    for (const model of models.values())
      for (const view of viewsOf(model, LOCALS).values())
        if (view.query.kind === "list") {
          const { coordinate, owner, filter, order } = view.query;
          const ids = await at.walk(coordinate, owner, size, { filter, order });
          const total = await at.total(coordinate, owner, { filter, order });
          expect({ ids, total }).toEqual(expected(view));
        }
  }

  return { perform, checkPages };
}

function expected({ query, value }: View): unknown {
  if (query.kind !== "list") return value;
  const ids = (value as readonly Entity[]).map(({ id }) => id);
  return { ids, total: ids.length };
}

function comparable(kind: View["query"]["kind"], value: unknown): unknown {
  if (kind === "list") {
    const { entries, total } = value as ListReading;
    return { ids: entries.map(({ id }) => id), total };
  }
  if (kind !== "state" || value === null) return value;
  const { version, counts, latest } = value as ScopeState;
  const some = Object.entries(counts).filter(([, count]) => count !== 0);
  return { version, counts: Object.fromEntries(some), latest: latest.TimelineEvent?.id };
}
