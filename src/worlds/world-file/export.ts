import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pinned } from "../../entities/fields.ts";
import { partsOf } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { notFound } from "../../fault.ts";
import type { ScopeState } from "../../store/query.ts";
import type { Store } from "../../store/store.ts";
import { sectionsOf, toEntry } from "./format.ts";
import { createWorldFileWriter } from "./write.ts";

export interface ExportOptions {
  readonly store: Store;
  readonly registry: Registry;
  /** `world:<local>`. */
  readonly worldId: string;
  /** Takes the file's text, and is ended after it. */
  readonly out: Writable;
  readonly onProgress?: (entities: number, ofEntities: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes a world, as it is at one moment, as a world file. Importing that makes an identical world,
 * whose export is the same to the byte. Throws NOT_FOUND before anything is written.
 */
export async function exportWorld(options: ExportOptions): Promise<void> {
  await pipeline(textOf(options), options.out, { signal: options.signal });
}

async function* textOf({ store, registry, worldId, onProgress }: ExportOptions): AsyncGenerator<string> {
  const reading = await store.read([{ kind: "state", scope: worldId }]);
  const state = reading.values[0] as ScopeState | null;
  if (!state) throw notFound(worldId);
  const total = Object.values(state.counts).reduce((sum, count) => sum + count, 0);
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
  let entities = 0;

  for await (const batch of store.dump(partsOf(worldId).local)) {
    let text = "";
    for (const entity of batch) {
      const section = byType.get(entity.__typename)!;
      if (namedLoosely.has(entity.__typename)) born.set(entity.id, entity.born);
      text += writer.entries(section, [toEntry(section, entity, isThere)]);
    }
    yield text;
    entities += batch.length;
    onProgress?.(entities, Math.max(entities, total));
  }
  // It may have been deleted a moment ago.
  if (entities === 0) throw notFound(worldId);
  yield writer.end();
}
