import { CHANGES } from "./changes.ts";
import { FILLS } from "./fills.ts";
import type { Guard } from "./guard.ts";
import { NOTICES } from "./notices.ts";
import { POLLS } from "./polls.ts";
import { READS } from "./reads.ts";
import { STORES } from "./stores.ts";

/** All guards that can be taken out, in the order of the protocol's lines. */
export const GUARDS: readonly Guard[] = [
  ...CHANGES,
  ...READS,
  ...FILLS,
  ...NOTICES,
  ...POLLS,
  ...STORES,
].sort((a, b) => a.line - b.line);
