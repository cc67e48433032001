import fc from "fast-check";
import { type Step, TYPES, type TypeName } from "./world-model.ts";

export const WORLD_NAMES = ["odyssey", "iliad"];
export const LOCALS = ["a", "B", "c"];
const NAMES = ["Ann", "Ben", "\uFFFD", "😀"];

/** One change of a store, for property tests. */
export type Act =
  | { readonly on: string; readonly what: "change" | "import"; readonly steps: readonly Step[] }
  | { readonly on: string; readonly what: "toggle" }
  | { readonly on: string; readonly what: "rename"; readonly name: string; readonly status: string };

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom("create", "create", "update", "update", "remove"),
  type: fc.constantFrom(...(Object.keys(TYPES) as TypeName[])),
  local: fc.constantFrom(...LOCALS),
  name: fc.constantFrom(...NAMES),
  language: fc.constantFrom("en", "fr"),
  status: fc.constantFrom("ACTIVE", "DORMANT"),
  occurredAt: fc.constantFrom(
    "0001-01-01T00:00:00.000Z",
    "0800-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00.001Z",
  ),
  pick: fc.array(fc.nat(9), { maxLength: 3 }),
});
const on = fc.constantFrom(...WORLD_NAMES);
/** Few names and ids, so that they collide. */
export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 16,
      arbitrary: fc.record({
        on,
        what: fc.constant("change" as const),
        steps: fc.array(step, { minLength: 1, maxLength: 5 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        on,
        what: fc.constant("import" as const),
        steps: fc.array(step, { maxLength: 12 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ on, what: fc.constant("toggle" as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        on,
        what: fc.constant("rename" as const),
        name: fc.constantFrom(...NAMES),
        status: fc.constantFrom("ACTIVE", "DORMANT"),
      }),
    },
  ),
  { minLength: 8, maxLength: 30, size: "max" },
);
