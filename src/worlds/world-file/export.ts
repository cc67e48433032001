import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isInWorldFiles } from "../../entities/check-references.ts";
import type { Entity } from "../../entities/define.ts";
import type { Pinned } from "../../entities/fields.ts";
import { partsOf } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { notFound, unavailable } from "../../fault.ts";
import type { ScopeState } from "../../store/query.ts";
import type { Store } from "../../store/store.ts";
import { isUnreadable, type Unreadable } from "../../store/unreadable.ts";
import { type Section, sectionsOf, toEntry } from "./format.ts";
import { createWorldFileWriter } from "./write.ts";

export interface ExportOptions {
  readonly store: Store;
  readonly registry: Registry;
  /** `world:<local>`. */
  readonly worldId: string;
  /** Takes the file's text, and is ended after it. */
  readonly out: Writable;
  readonly onProgress?: (entities: number, ofEntities: number) => void;
  /**
   * Told the ids of what the store can't read, which is left out then, with all that names it. Without this the
   * export fails before anything is written.
   */
  readonly onUnreadable?: (ids: readonly string[]) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes a world, as it is at one moment, as a world file. Importing that makes an identical world,
 * whose export is the same to the byte. Throws NOT_FOUND before anything is written.
 */
export async function exportWorld(options: ExportOptions): Promise<void> {
  await pipeline(textOf(options), options.out, { signal: options.signal });
}

async function* textOf(options: ExportOptions): AsyncGenerator<string> {
  const { store, registry, worldId, onProgress, onUnreadable } = options;
  const reading = await store.read([{ kind: "state", scope: worldId }]);
  const state = reading.values[0] as ScopeState | Unreadable | null;
  if (!state) throw notFound(worldId);
  const counts = isUnreadable(state) ? {} : state.counts;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const unreadable = await findUnreadable(options);
  if (unreadable.size > 0) onUnreadable?.([...unreadable]);
  const leaveOut = onUnreadable && {
    onUnreadable: (one: Unreadable) => void unreadable.add(one.unreadableId),
  };
  const sections = sectionsOf(registry);
  const byType = new Map(sections.map((section) => [section.definition.name, section]));
  const namedLoosely = new Set(
    sections.flatMap(({ fields }) =>
      fields.flatMap(([, { reference }]) => (reference?.loose ? reference.types : [])),
    ),
  );
  // A loose reference outlives what it names, and the file has room only for what is there. The types
  // that refer loosely come after those that they name: see the registry.
  const born = new Map<string, number>();
  const isThere = (pin: Pinned) => born.get(pin.id) === pin.born;
  const writer = createWorldFileWriter(sections);
  const unwritten = registry.definitions.filter((one) => !isInWorldFiles(one)).map(({ prefix }) => prefix);
  const leftOut = { gone: unreadable, unwritten: new Set(unwritten) };
  let entities = 0;

  for await (const batch of store.dump(partsOf(worldId).local, leaveOut)) {
    let text = "";
    for (const entity of batch) {
      const section = byType.get(entity.__typename);
      if (!section) continue;
      if (namedLoosely.has(entity.__typename)) born.set(entity.id, entity.born);
      text += writer.entries(section, [toEntry(section, without(section, entity, leftOut), isThere)]);
    }
    yield text;
    entities += batch.length;
    onProgress?.(entities, Math.max(entities, total));
  }
  // It may have been deleted a moment ago.
  if (entities === 0) throw notFound(worldId);
  yield writer.end();
}

/** Ids of what can't be read. Throws where that may not be left out. */
async function findUnreadable({ store, worldId, onUnreadable }: ExportOptions): Promise<Set<string>> {
  const found = new Set<string>();
  const note = { onUnreadable: (one: Unreadable) => void found.add(one.unreadableId) };
  // Only looked through: a file that stops in the middle is of no use to anybody.
  for await (const _ of store.dump(partsOf(worldId).local, note));
  if (found.has(worldId))
    throw unavailable(`what the store has of ${worldId} can't be read, and a world file begins with it`);
  if (found.size > 0 && !onUnreadable) {
    const more = found.size > SHOWN ? ` and of ${found.size - SHOWN} more` : "";
    const some = [...found].sort().slice(0, SHOWN).join(", ");
    throw unavailable(`what the store has of ${some}${more} can't be read: leave it out, or mend it`);
  }
  return found;
}

const SHOWN = 20;

/** The entity without references to what is left out: these ids, and ids with these prefixes. */
function without(
  { fields }: Section,
  entity: Entity,
  { gone, unwritten }: { gone: ReadonlySet<string>; unwritten: ReadonlySet<string> },
): Entity {
  if (gone.size + unwritten.size === 0) return entity;
  const changed: Record<string, unknown> = {};
  for (const [name, { reference }] of fields)
    if (reference && !reference.loose)
      for (const id of reference.targets(entity[name]))
        if (gone.has(id) || unwritten.has(partsOf(id).prefix))
          changed[name] = reference.without(changed[name] ?? entity[name], id);
  return { ...entity, ...changed };
}
