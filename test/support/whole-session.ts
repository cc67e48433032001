import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import type { ListQuery, ListReading } from "../../src/store/query.ts";
import type { Store } from "../../src/store/store.ts";
import { character, location, timelineEvent, world, worldFlag, worldObject } from "./own-types.ts";
import { actionsOn, imported, sampleOf } from "./store.ts";

/** Everything that a store is ever asked to do, once or more: every kind of query, change, import and sweep. */
export async function wholeSession(store: Store): Promise<void> {
  const at = actionsOn(() => store);
  const [odyssey, odysseus, ithaca] = [
    "world:odyssey",
    "character:odyssey:odysseus",
    "location:odyssey:ithaca",
  ];
  await at.createWorld("odyssey", { name: "The Odyssey" });
  await at.create(location, ithaca, { coordinates: { x: 1, y: 2, z: null } });
  await at.create(location, "location:odyssey:aeaea", { exits: [{ label: "home", to: ithaca }] });
  await at.create(character, odysseus, { location: ithaca, traits: ["wily"] });
  await at.create(worldObject, "object:odyssey:bow", { holder: odysseus });
  await at.create(worldFlag, "flag:odyssey:storm", { value: { wind: "west" } });
  await at.change("odyssey", async (draft) => {
    for (const name of ["a", "b", "c"]) {
      const id = `event:odyssey:${name}`;
      await draft.create(timelineEvent, id, sampleOf(timelineEvent, id, { involves: [odysseus, ithaca] }));
    }
  });
  await at.update(character, odysseus, { location: "location:odyssey:aeaea", language: "el" });
  await at.update(location, ithaca, { name: "Ithaki", exits: [{ label: "round", to: ithaca }] });
  await at.update(world, odyssey, { status: "ACTIVE" });
  const keyed = () =>
    store.change({
      scopes: [odyssey],
      idempotencyKey: "once",
      work: async (draft) => {
        await draft.update(worldObject, await draft.need(worldObject, "object:odyssey:bow"), { name: "Bow" });
      },
    });
  await keyed();
  await keyed();
  const idle = () =>
    store.change({ scopes: [odyssey, WORLDS], idempotencyKey: "idle", work: async () => "nothing" });
  await idle();
  await idle();
  await at.change("odyssey", async (draft) => draft.purge(odyssey, "Character"));
  await readEverything(store);
  await store.versions([odyssey, WORLDS]);
  await store.versions([odyssey, WORLDS], { settled: true });
  await store.log(odyssey, 1, 3);
  const entities: Entity[] = [];
  for await (const batch of store.dump("odyssey")) entities.push(...batch);
  await at.remove(location, "location:odyssey:aeaea");
  await at.remove(character, odysseus);
  await at.remove(timelineEvent, "event:odyssey:a");

  const importer = await store.beginImport("odyssey");
  await importer.write(entities.map((entity) => ({ ...entity, version: 0, born: 0, ...pinned(entity) })));
  await importer.finish();
  const given = await store.beginImport("iliad");
  await given.write([imported(world, "world:iliad"), imported(character, "character:iliad:ajax")]);
  await given.abort();
  while (await store.sweep());
  await readEverything(store);
  await at.deleteWorld("odyssey");
  while (await store.sweep());
  await at.createWorld("odyssey");
}

function pinned({ involves }: Entity): { involves?: unknown } {
  return involves ? { involves: (involves as { id: string }[]).map(({ id }) => ({ id, born: 0 })) } : {};
}

/** Every kind of query, and of list, both ways and from the middle. */
async function readEverything(store: Store): Promise<void> {
  const list = (coordinate: string, owner: string, more: Partial<ListQuery> = {}): ListQuery => ({
    kind: "list",
    coordinate,
    owner,
    filter: {},
    after: null,
    limit: 2,
    ...more,
  });
  const lists = [
    list("Query.worlds", WORLDS),
    list("Query.worlds", WORLDS, { filter: { status: "ACTIVE" } }),
    list("World.characters", "world:odyssey", { filter: { language: "el", status: "ACTIVE" } }),
    list("World.timeline", "world:odyssey"),
    list("World.timeline", "world:odyssey", { order: "OLDEST_FIRST" }),
    list("Entity.timeline", "location:odyssey:ithaca"),
    list("Entity.timeline", "location:odyssey:ithaca", { order: "OLDEST_FIRST" }),
    list("Location.characters", "location:odyssey:aeaea"),
    list("Character.inventory", "character:odyssey:odysseus"),
  ];
  const { values } = await store.read([
    { kind: "entity", id: "character:odyssey:odysseus" },
    { kind: "entity", id: "world:odyssey" },
    { kind: "together", scope: "world:odyssey", type: "WorldFlag" },
    { kind: "state", scope: "world:odyssey" },
    ...lists,
  ]);
  await store.read([{ kind: "state", scope: "world:odyssey" }]);
  const pages = values.slice(-lists.length) as ListReading[];
  const next = lists.flatMap((query, index) => {
    const after = pages[index]!.entries.at(0);
    return after ? [{ ...query, after }] : [];
  });
  await store.read(next);
}
