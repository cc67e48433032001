import { type Guard, guard } from "./guard.ts";

/** What the store is asked for now and then, and what an answer is good for (protocol lines 12 and 13). */
export const POLLS: readonly Guard[] = [
  guard(12, "the lease runs out", "cache/relay.ts", "now - polled <= 3 * intervalMs", "true"),
  guard(
    12,
    "the lease runs from the beginning of a poll",
    "cache/relay.ts",
    "polled = began;",
    "polled = clock.now();",
  ),
  guard(
    12,
    "a tier that lags is caught up",
    "cache/repair.ts",
    "if (mark && mark.version < scopes.heard(scope)) behind.push(scope);",
  ),
  guard(
    12,
    "an L1 that missed notices is cleared",
    "cache/local.ts",
    "if (attachment.applied < attachment.polled) {",
    "if (false) {",
  ),
  guard(
    12,
    "the store is asked before a scope's first use",
    "cache/scope-opener.ts",
    "if (unopened.length > 0) await ask(unopened, { seen: await tierVersions(unopened, budget) });",
    "for (const scope of unopened) scopes.open(scope, 0);",
  ),
  guard(
    12,
    "an answer that took too long opens no scope",
    "cache/version-lookup.ts",
    "const late = clock.now() - began > leaseMs;",
    "const late = false;",
  ),
  guard(
    12,
    "catching up goes as far as its caller asks",
    "cache/catch-up.ts",
    "if ((await join(scope)) >= atLeast) return;",
    "return void (await join(scope));",
  ),
  guard(
    12,
    "a log that doesn't reach back opens anew",
    "cache/catch-up.ts",
    "if (!mark || !page.complete) {",
    "if (!mark) {",
  ),
  guard(
    13,
    "of a store without snapshots the fence isn't above the mark that missed",
    "cache/fills.ts",
    "store.snapshot ? before : Math.min(before, mark.version)",
    "before",
  ),
  guard(
    13,
    "without snapshots a scope is opened at a settled version",
    "cache/scope-opener.ts",
    "store.snapshot ? scopes.heard(scope) : ((await settled(scope)).get(scope) ?? 0)",
    "scopes.heard(scope)",
  ),
];
