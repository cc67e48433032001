import { type Guard, guard } from "./guard.ts";

const LOCAL = "cache/local.ts";

/** How L1 hears of changes (protocol line 11). */
export const NOTICES: readonly Guard[] = [
  guard(
    11,
    "a gap in the notices clears L1",
    LOCAL,
    "if (flush || version > attachment.applied + 1) {",
    "if (flush) {",
  ),
  guard(
    11,
    "a flush clears L1",
    LOCAL,
    "if (flush || version > attachment.applied + 1) {",
    "if (version > attachment.applied + 1) {",
  ),
  guard(
    11,
    "the keys of a notice are dropped from L1",
    LOCAL,
    "return kept && isOf(attachment, kept) && values.delete(name);",
    "return kept && isOf(attachment, kept);",
  ),
  guard(
    11,
    "L1 subscribes before it reads the mark",
    LOCAL,
    "await bus.subscribe(scope);\n      const mark = await markOf(scope);",
    "const mark = await markOf(scope);\n      await bus.subscribe(scope);",
  ),
  guard(
    11,
    "notices that come before the mark count",
    LOCAL,
    "attachment.applied = Math.max(mark.version, attachment.seen);",
    "attachment.applied = mark.version;",
  ),
  guard(
    11,
    "a lost subscription detaches L1",
    LOCAL,
    "for (const scope of closed) attachments.delete(scope);",
    "void closed;",
  ),
  guard(
    11,
    "what a notice's writer can't have told of is dropped from L1",
    LOCAL,
    "for (const [, part] of unknown) attachment.parts.set(part, generation);",
  ),
  guard(
    11,
    "what was kept before L1 was cleared is not there",
    LOCAL,
    "kept && isOf(attachment, kept) && expiresAt",
    "kept && expiresAt",
  ),
];
