import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { Entity } from "../../entities/define.ts";
import { worldScope } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Commit, Importer, Store } from "../../store/store.ts";
import { createEntryReader } from "./entry.ts";
import { createErrorList } from "./errors.ts";
import { sectionsOf, unwrittenIn } from "./format.ts";
import { openWorldFile, type WorldFile } from "./read.ts";
import { surveyWorldFile } from "./survey.ts";

export interface ImportOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  /** The path of the world file. */
  readonly file: string;
  /** Refuse (CONFLICT) to take the place of a world that is or was there. */
  readonly onlyNew?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Aborting leaves the world as it was. */
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly phase: "checking" | "importing" | "finishing";
  /** How much of the file this phase has read; the last one reads no more, and may take its time. */
  readonly bytes: number;
  readonly ofBytes: number;
}

export interface Imported {
  /** `world:<local>`. */
  readonly worldId: string;
  /** The version that the import made of it. */
  readonly version: number;
  /** Entities by the file's sections. */
  readonly counts: Readonly<Record<string, number>>;
  /** For the caches of this process, as with any change. */
  readonly commits: readonly Commit[];
}

/** The entities of one transaction: the event loop waits for it. */
const BATCH = 500;

/**
 * Puts the world in the file in the place of what is there under its id, as one change. Throws
 * WorldFileErrors with everything that is wrong with the file, and then nothing is changed. What it
 * replaced is removed by the store's `sweep`.
 */
export async function importWorldFile(options: ImportOptions): Promise<Imported> {
  const file = await openWorldFile(options.file);
  try {
    return await importFrom(file, options);
  } finally {
    await file.close();
  }
}

async function importFrom(file: WorldFile, options: ImportOptions): Promise<Imported> {
  const { store, registry, clock, signal } = options;
  const sections = sectionsOf(registry);
  const errors = createErrorList();
  const pieces = (phase: ImportProgress["phase"]) =>
    file.pieces({
      signal,
      onChunk: (bytes) => options.onProgress?.({ phase, bytes, ofBytes: file.bytes }),
    });

  const survey = await surveyWorldFile(pieces("checking"), sections, errors, unwrittenIn(registry));
  if (!survey.complete) throw errors.toError(options.file);

  const now = new Date(clock.now()).toISOString();
  const toEntity = createEntryReader({ registry, survey, now, errors });
  const byName = new Map(sections.map((section) => [section.name, section]));
  const staging = createStaging(store, survey.world, options.onlyNew);
  try {
    for await (const batch of pieces("importing")) {
      for (const piece of batch) {
        const section = byName.get(piece.member);
        const entity = section && toEntity(section, piece);
        // After an error nothing can come of it, but the rest of the errors is wanted.
        if (!entity || errors.count > 0) continue;
        if (!staging.add(entity)) continue;
        await staging.flush();
        signal?.throwIfAborted();
      }
    }
    if (errors.count > 0) throw errors.toError(options.file);
    await staging.flush();
    await file.assertUnchanged();
    signal?.throwIfAborted();
    options.onProgress?.({ phase: "finishing", bytes: file.bytes, ofBytes: file.bytes });
    const { versions, commits } = await staging.finish(signal);
    const worldId = worldScope(survey.world);
    const counts = Object.fromEntries(
      sections
        .filter(({ definition }) => !definition.root)
        .map(({ definition, name }) => [name, survey.ids.get(definition)!.size]),
    );
    return { worldId, version: versions[worldId]!, counts, commits };
  } catch (error) {
    await staging.abort();
    throw error;
  }
}

/** Hands entities to the store in batches; nothing is begun before the first one is full. */
function createStaging(store: Store, world: string, onlyNew = false) {
  let importer: Importer | null = null;
  let batch: Entity[] = [];
  return {
    /** True when it is time to flush. */
    add: (entity: Entity): boolean => batch.push(entity) >= BATCH,
    flush: async () => {
      importer ??= await store.beginImport(world, { onlyNew });
      await importer.write(batch);
      batch = [];
      // A store may do all of its work in this turn of the event loop; others want theirs.
      await nextTurn();
    },
    finish: async (signal?: AbortSignal) => {
      // What is given up can't be finished; if it is too late for that, the import is done after all.
      signal?.addEventListener("abort", abort, { once: true });
      try {
        return await importer!.finish();
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener("abort", abort);
      }
    },
    abort,
  };

  async function abort(): Promise<void> {
    // If even that fails, the store takes it for abandoned after a while; the first error is the one to tell.
    await importer?.abort().catch(() => {});
  }
}
