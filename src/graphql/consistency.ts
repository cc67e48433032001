import type { Cache } from "../cache/cache.ts";
import { isScope } from "../entities/ids.ts";
import { badInput } from "../fault.ts";

/** What a request asks of the freshness of its answer. */
export interface Consistency {
  /** Scope → the lowest version that will do. */
  readonly minVersions: Readonly<Record<string, number>>;
  readonly strict: boolean;
}

const MAX_SCOPES = 100;

/** Reads `x-min-version: world:odyssey=12, worlds=3` and `x-consistency: strict`. */
export function readConsistency(header: (name: string) => string | null | undefined): Consistency {
  const mode = header("x-consistency")?.trim();
  if (mode && mode !== "strict") throw badInput("x-consistency", "strict, or no such header");
  const minVersions: Record<string, number> = {};
  const terms = (header("x-min-version") ?? "").split(",").filter((term) => term.trim() !== "");
  if (terms.length > MAX_SCOPES) throw badInput("x-min-version", `at most ${MAX_SCOPES} scopes`);
  for (const term of terms) {
    const [, scope, digits] = /^\s*(\S+?)\s*=\s*(\d{1,16})\s*$/.exec(term) ?? [];
    const version = Number(digits);
    const known = scope !== undefined && isScope(scope);
    if (!known || !Number.isSafeInteger(version))
      throw badInput("x-min-version", "terms such as world:odyssey=12, separated by commas");
    minVersions[scope!] = Math.max(minVersions[scope!] ?? 0, version);
  }
  return { minVersions, strict: mode === "strict" };
}

/**
 * Throws BAD_USER_INPUT for a version that a scope hasn't reached: no answer could have it. With the store's epoch, by
 * which a client sees that its version is of another store, or of what the store was before it was restored.
 */
export async function checkMinVersions(cache: Cache, minVersions: Consistency["minVersions"]): Promise<void> {
  const unheard = Object.entries(minVersions).filter(
    ([scope, version]) => version > cache.scopes.heard(scope),
  );
  if (unheard.length === 0) return;
  const versions = await cache.refresh(unheard.map(([scope]) => scope));
  for (const [scope, version] of unheard) {
    const current = versions.get(scope) ?? 0;
    if (version > current)
      throw badInput("x-min-version", `at most ${scope}=${current}`, `${scope} has no version ${version}`, {
        epoch: cache.epoch(),
      });
  }
}
