import { type Guard, guard } from "./guard.ts";

const CONTEXT = "cache/context.ts";
const ASK = "cache/version-lookup.ts";

/** Which store it is that answers, and whether it still has what it had (protocol lines 16 and 17). */
export const STORES: readonly Guard[] = [
  guard(
    16,
    "another store's mark is none",
    "cache/mark.ts",
    "return mark?.epoch === epoch;",
    "return mark !== undefined;",
  ),
  guard(16, "another store's notice is none", "cache/redis/codec.ts", "if (store !== epoch) return null;"),
  guard(16, "with a new epoch L1 is emptied", CONTEXT, "local?.clear();"),
  guard(16, "with a new epoch M is forgotten", CONTEXT, "scopes.forget();"),
  guard(16, "with a new epoch nobody joins a load from before", CONTEXT, "loads.dropAll();"),
  guard(
    16,
    "what was loaded before a new epoch is not kept in L1",
    "cache/fills.ts",
    'if (epoch.era() === era && result !== "too-large")',
    'if (result !== "too-large")',
  ),
  guard(
    16,
    "what was read before a new epoch is read again",
    "cache/reads.ts",
    "if (values && epoch.era() === era) return values;",
    "if (values) return values;",
  ),
  guard(
    17,
    "a store that answers less than was known is proven restored",
    ASK,
    "if (suspects.length > 0) await confirm(suspects, known);",
  ),
  guard(
    17,
    "a commit at no higher version proves the store restored",
    "cache/acknowledge.ts",
    "checkHistory(changed, known);",
  ),
  guard(
    17,
    "a restored store's marks are none",
    CONTEXT,
    "isUsable(mark, epoch.current()) && !epoch.restored()",
    "isUsable(mark, epoch.current())",
  ),
  guard(
    17,
    "a restored scope is condemned for those who come later",
    CONTEXT,
    "Promise.resolve(tier.open(scope, CONDEMNED, { anew: true })).catch(onTierError);",
    "void scope;",
  ),
];
