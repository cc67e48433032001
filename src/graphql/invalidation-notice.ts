import { LRUCache } from "lru-cache";
import type { Registry } from "../entities/registry.ts";
import { isPurge } from "../store/log.ts";
import type { LoggedChange } from "../worlds/recent-log.ts";
import { type TagChange, tagChangesOf } from "../worlds/tag-changes.ts";
import { type Types, tagsOf, touchedOf } from "../worlds/tags.ts";
import { enumOfType } from "./entity-type.ts";

/** What `invalidations` pushes: one change of one scope, as far as it is asked for. */
export interface InvalidationNotice {
  readonly scope: string;
  readonly version: number;
  readonly tags: readonly string[];
  readonly changes: readonly TagChange[];
  readonly entities: readonly { entityId: string; type: string; typename: string; kind: string }[];
  readonly resync: boolean;
  readonly at: string;
  readonly changeId: string | null;
  readonly idempotencyKey: string | null;
}

/** A notice that tells more than this in parts tells a client to refetch everything instead. */
const MAX_CHANGES = 1_000;

/** `types`: the types asked for, or all. `empty`: the change touched none of them. */
export function noticeOf(
  registry: Registry,
  entry: LoggedChange,
  types: Types,
): { notice: InvalidationNotice; empty: boolean } {
  const { scope, version, at, changeId, idempotencyKey } = entry;
  const changes = changesOf(registry, entry, types);
  const many = changes.length > MAX_CHANGES;
  // Also of one type, of which too many changed to name them.
  const resync = many || (entry.flush && !isPurge(entry));
  const notice: InvalidationNotice = {
    scope,
    version,
    tags: many ? [] : tagsOf(entry, types),
    changes: many ? [] : changes,
    entities: many
      ? []
      : touchedOf(entry, types).map(({ id, type, kind }) => ({
          entityId: id,
          type: enumOfType(type),
          typename: type,
          kind,
        })),
    resync,
    at,
    changeId: resync ? null : changeId,
    idempotencyKey,
  };
  return { notice, empty: types !== null && !resync && notice.entities.length === 0 };
}

/** Entries whose parts are kept. */
const KEPT = 100;

/** The parts of the latest entries, made once for however many subscribers: that takes longer than all else here. */
const made = new LRUCache<LoggedChange, Map<string, readonly TagChange[]>>({ max: KEPT });

function changesOf(registry: Registry, entry: LoggedChange, types: Types): readonly TagChange[] {
  let byTypes = made.get(entry);
  if (!byTypes) {
    byTypes = new Map();
    made.set(entry, byTypes);
  }
  const name = types ? [...types].sort().join() : "*";
  let changes = byTypes.get(name);
  if (!changes) {
    changes = tagChangesOf(registry, entry, types);
    byTypes.set(name, changes);
  }
  return changes;
}

/** Word that the log no longer has what changed up to this version. */
export function resyncNotice(scope: string, version: number, at: string): InvalidationNotice {
  const nothing = { tags: [], changes: [], entities: [], changeId: null, idempotencyKey: null };
  return { scope, version, ...nothing, resync: true, at };
}
