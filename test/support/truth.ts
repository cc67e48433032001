import type { Entity } from "../../src/entities/define.ts";
import { partsOf } from "../../src/entities/ids.ts";
import type { Store } from "../../src/store/store.ts";

/** What a world was at each of its versions, as the store itself says right after each commit. */
export interface Truth {
  /** Version → key → what it was, as JSON. */
  readonly views: ReadonlyMap<number, ReadonlyMap<string, string>>;
  /** A store whose changes are looked at; changes of all watched stores follow one another. */
  watch(store: Store): Store;
}

export function createTruth(world: string): Truth {
  const views = new Map<number, Map<string, string>>();
  let last: Promise<unknown> = Promise.resolve();

  async function look(store: Store): Promise<void> {
    const version = (await store.versions([world])).versions.get(world);
    if (version === undefined) return;
    const characters: Entity[] = [];
    let exists = false;
    for await (const batch of store.dump(partsOf(world).local))
      for (const entity of batch) {
        if (entity.__typename === "World") exists = true;
        if (entity.__typename === "Character") characters.push(entity);
      }
    const view = new Map(characters.map((one) => [one.id, JSON.stringify(canonical(one.id, one))]));
    for (const language of ["", "en", "fr"]) {
      const ids = characters.filter((one) => !language || one.language === language).map(({ id }) => id);
      view.set(`list:${language}`, JSON.stringify(ids.sort()));
    }
    view.set("state", JSON.stringify(exists ? { version } : null));
    views.set(version, view);
  }

  return {
    views,
    watch: (store) => ({
      ...store,
      change: (request) => {
        const mine = last.then(async () => {
          const changed = await store.change(request);
          await look(store);
          return changed;
        });
        last = mine.catch(() => {});
        return mine;
      },
    }),
  };
}

/** What of a value is compared: enough to tell any two states of it apart. */
export function canonical(key: string, seen: unknown): unknown {
  if (key === "state") return seen && { version: (seen as { version: number }).version };
  if (!seen || Array.isArray(seen)) return seen;
  const { id, version, name, language } = seen as Entity;
  return { id, version, name, language };
}
