import type { Cache } from "../cache/cache.ts";
import { isScope, SCOPE_EXPECTED } from "../entities/ids.ts";
import { badInput, notFound } from "../fault.ts";
import type { Followed } from "../worlds/notices.ts";
import type { Services } from "./context.ts";
import type { ScopeInput } from "./generated/types.ts";
import { FIRST, RESYNC, type ResumePoint } from "./resume.ts";

const MAX_SCOPES = 100;

/** Where a subscription to scopes begins. */
export interface Start {
  /** Those of all versions here. */
  readonly epoch: string;
  readonly era: number;
  /** From where each scope is followed: where a notice comes first, from the version that it says. */
  readonly followed: readonly Followed[];
  /** Scope → the version that the client has, or FIRST or RESYNC. */
  readonly places: Map<string, number>;
}

/** Throws BAD_USER_INPUT for what isn't a list of scopes. */
export function checkScopes(scopes: readonly ScopeInput[]): void {
  if (scopes.length < 1 || scopes.length > MAX_SCOPES)
    throw badInput("scopes", `1 to ${MAX_SCOPES} scopes`, `there are ${scopes.length}`);
  const seen = new Set<string>();
  for (const [index, { id }] of scopes.entries()) {
    const field = `scopes.${index}.id`;
    if (!isScope(id)) throw badInput(field, SCOPE_EXPECTED, "it is neither");
    if (seen.has(id)) throw badInput(field, "each scope once", `${id} stands here twice`);
    seen.add(id);
  }
}

/**
 * Begins after `point`, which has a number for each scope by name, or as each scope's input says. Throws NOT_FOUND
 * for a scope that the store doesn't know, unless the client has seen a version of it: it is told to resync then.
 */
export async function startFollowing(
  { cache }: Services,
  scopes: readonly ScopeInput[],
  point: ResumePoint | null,
): Promise<Start> {
  const { epoch, era, versions } = await currentVersions(
    cache,
    scopes.map(({ id }) => id),
  );
  const names = scopes.map(({ id }) => id).sort();
  const resumed = point && new Map(names.map((scope, index) => [scope, point.numbers[index]!]));
  const places = new Map(
    scopes.map((scope, index) => {
      const version = versions.get(scope.id);
      const given = resumed ? resumed.get(scope.id)! : (scope.after ?? FIRST);
      const elsewhere = point ? !point.isOf(epoch) : (scope.epoch ?? epoch) !== epoch;
      if (version === undefined && given === FIRST && !elsewhere)
        throw notFound(scope.id, `scopes.${index}.id`);
      return [scope.id, elsewhere || version === undefined || given > version ? RESYNC : given];
    }),
  );
  const followed = [...places].map(([scope, place]) => ({
    scope,
    after: place < 0 ? (versions.get(scope) ?? 0) : place,
  }));
  return { epoch, era, followed, places };
}

/** The versions that the store has of the scopes, and the epoch and era that they are of; unknown scopes are missing. */
export async function currentVersions(
  cache: Cache,
  scopes: readonly string[],
): Promise<Pick<Start, "epoch" | "era"> & { readonly versions: ReadonlyMap<string, number> }> {
  for (;;) {
    const era = cache.era();
    const versions = await cache.refresh(scopes);
    if (cache.era() === era) return { epoch: cache.epoch(), era, versions };
  }
}
