import { describe } from "vitest";
import type { OpenStore } from "../support/store.ts";
import { aggregateClaims } from "./store/aggregates.ts";
import { changeLogClaims } from "./store/change-log.ts";
import { countClaims } from "./store/counts.ts";
import { definitionClaims } from "./store/definitions.ts";
import { definitionModelClaims } from "./store/definitions-model.ts";
import { derivedFieldClaims } from "./store/derived-fields.ts";
import { dumpClaims } from "./store/dumps.ts";
import { entityClaims } from "./store/entities.ts";
import { epochClaims } from "./store/epochs.ts";
import { idempotencyClaims } from "./store/idempotency.ts";
import { importClaims } from "./store/imports.ts";
import { listClaims } from "./store/lists.ts";
import { logPageClaims } from "./store/log-pages.ts";
import { madeUpTypeClaims } from "./store/made-up-type.ts";
import { modelClaims } from "./store/model.ts";
import { orderClaims } from "./store/orders.ts";
import { pageClaims } from "./store/pages.ts";
import { purgeClaims } from "./store/purges.ts";
import { releaseClaims } from "./store/releases.ts";
import { removalClaims } from "./store/removals.ts";
import { scopeClaims } from "./store/scopes.ts";
import { sensitiveClaims } from "./store/sensitive.ts";
import { standingClaims } from "./store/standing.ts";
import { standingModelClaims } from "./store/standing-model.ts";
import { timelineClaims } from "./store/timelines.ts";
import { typeOptionClaims } from "./store/type-options.ts";
import { unreadableClaims } from "./store/unreadable.ts";
import { unreadableListClaims } from "./store/unreadable-lists.ts";
import { worldClaims } from "./store/worlds.ts";

/**
 * What every store keeps to, whatever it is made of: each adapter runs all of it unchanged. `randomRuns`: how many
 * made-up series of changes are tried. `shared`: others get at what it keeps too: several programs can use it at
 * once, and something of it can be broken behind its back.
 */
export function describeStore(name: string, open: OpenStore, { randomRuns = 40, shared = true } = {}): void {
  describe(`the ${name} store`, () => {
    scopeClaims(open);
    epochClaims(open);
    worldClaims(open);
    entityClaims(open);
    listClaims(open);
    orderClaims(open, { randomRuns, shared });
    derivedFieldClaims(open, { randomRuns, shared });
    pageClaims(open);
    countClaims(open);
    timelineClaims(open);
    removalClaims(open);
    changeLogClaims(open);
    logPageClaims(open);
    purgeClaims(open);
    idempotencyClaims(open);
    importClaims(open);
    dumpClaims(open);
    madeUpTypeClaims(open);
    aggregateClaims(open);
    typeOptionClaims(open);
    standingClaims(open, shared);
    standingModelClaims(open, Math.ceil(randomRuns / 3));
    sensitiveClaims(open);
    if (shared) unreadableClaims(open);
    if (shared) unreadableListClaims(open);
    if (shared) definitionClaims(open);
    if (shared) releaseClaims(open);
    if (shared) definitionModelClaims(open, Math.ceil(randomRuns / 3));
    modelClaims(open, randomRuns);
  });
}
