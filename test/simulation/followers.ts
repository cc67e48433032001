import { isUnavailable } from "../../src/fault.ts";
import { createNotices, type FollowedChange } from "../../src/worlds/notices.ts";
import { createRecentLog } from "../../src/worlds/recent-log.ts";
import type { Faults } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import { type Judge, Violation } from "./judge.ts";
import type { Scheduler } from "./scheduler.ts";
import { scopeIndex, type Truth } from "./truth.ts";

/** Those who follow the worlds' changes through the gateways' logs, as subscriptions do. */
export interface Followers {
  /** One more begins at a gateway. */
  begin(gateway: Gateway): void;
  /** Whom a change has been kept from, when there was time for all; null: nobody. */
  difference(): Violation | null;
}

interface Follower {
  readonly gateway: Gateway;
  /** Scope → the last version that it was told of; null: it is told of none yet. */
  cursors: ReadonlyMap<string, number> | null;
}

/** A log that keeps its room ready for thousands costs more than a life. */
const MAX_ENTRIES = 8;

export function createFollowers(options: {
  scopes: readonly string[];
  truth: Truth;
  judge: Judge;
  scheduler: Scheduler;
  faults: Faults;
  onError: (error: unknown) => void;
}): Followers {
  const { scopes, truth, judge, scheduler, onError } = options;
  const trimmed = options.faults.has("log-trimmed");
  const followers: Follower[] = [];

  async function follow(follower: Follower): Promise<void> {
    const { cache, store } = follower.gateway;
    const era = cache.era();
    const versions = await cache.refresh(scopes);
    follower.cursors = versions;
    const followed = scopes.map((scope) => ({ scope, after: versions.get(scope) ?? 0 }));
    const changes = createNotices({
      store,
      cache,
      log: createRecentLog(store, { era: cache.era, maxEntries: MAX_ENTRIES }),
    }).follow(followed, era);
    for (;;) {
      const change = await changes.next();
      if (!change) return;
      take(follower, change);
    }
  }

  function take(follower: Follower, change: FollowedChange): void {
    if (change.kind === "idle") return;
    if (change.kind === "replaced") {
      follower.cursors = change.versions;
      return;
    }
    const { scope, version } = change.kind === "lost" ? change : change.change;
    const before = follower.cursors!.get(scope) ?? 0;
    const next = change.kind === "lost" ? trimmed && version > before : version === before + 1;
    // Under its old epoch a restored store can't be told from what it was.
    if (judge.era === 0 && !next)
      throw new Violation(
        "followers miss nothing",
        `${change.kind} ${scope}=${version} comes after ${before}`,
      );
    follower.cursors = new Map(follower.cursors).set(scope, version);
  }

  return {
    begin: (gateway) => {
      const follower: Follower = { gateway, cursors: null };
      const attempt = async (): Promise<void> => {
        try {
          await follow(follower);
        } catch (error) {
          // As a client whose subscription has ended with an error, it begins anew.
          if (isUnavailable(error)) scheduler.post(gateway.party, "follow", () => void attempt());
          else onError(error);
        }
      };
      followers.push(follower);
      void attempt();
    },

    difference: () => {
      for (const { gateway, cursors } of followers) {
        if (gateway.party.ended) continue;
        for (const scope of scopes) {
          const [told, last] = [cursors?.get(scope) ?? 0, truth.version(scopeIndex(scope))];
          if (told !== last)
            return new Violation(
              "followers miss nothing",
              `${gateway.party.name} told ${scope} up to ${told} of ${last}`,
            );
        }
      }
      return null;
    },
  };
}
