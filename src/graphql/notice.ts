import { WORLDS } from "../entities/ids.ts";
import type { LoggedChange } from "../worlds/recent-log.ts";
import { enumOfType } from "./entity-type.ts";

/** What `invalidations` pushes: one change of one scope, as far as it is asked for. */
export interface Notice {
  readonly scope: string;
  readonly version: number;
  readonly tags: readonly string[];
  readonly entities: readonly { entityId: string; type: string; typename: string; kind: string }[];
  readonly resync: boolean;
  readonly at: string;
}

/** `types`: the types asked for, or all. `empty`: the change touched none of them. */
export function noticeOf(
  entry: LoggedChange,
  types: ReadonlySet<string> | null,
): { notice: Notice; empty: boolean } {
  const entities = entry.entities.filter(({ type }) => !types || types.has(type));
  const resync = entry.flush && (!entry.purged || !types || types.has(entry.purged));
  const tags = new Set(entities.flatMap(({ id, tags }) => [id, ...tags]));
  // Every change of a world moves its version and with it its state.
  if (entry.scope !== WORLDS && (!types || entities.length > 0 || types.has("World")))
    for (const field of ["version", "state"]) tags.add(`${entry.scope}.${field}`);
  const notice = {
    scope: entry.scope,
    version: entry.version,
    tags: [...tags],
    entities: entities.map(({ id, type, kind }) => ({
      entityId: id,
      type: enumOfType(type),
      typename: type,
      kind,
    })),
    resync,
    at: entry.at,
  };
  return { notice, empty: entities.length === 0 && !resync && types !== null };
}

/** Word that the log no longer has what changed up to this version. */
export function resyncNotice(scope: string, version: number, at: string): Notice {
  return { scope, version, tags: [], entities: [], resync: true, at };
}
