import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText } from "../../src/entities/text-order.ts";

test("orders texts as their bytes in UTF-8 are ordered, which is how stores do it", () => {
  // Units around the surrogates, which stand for code points behind all others.
  const unit = fc.constantFrom("", "\0", "a", "b", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}");
  const text = fc.array(unit, { maxLength: 4 }).map((units) => units.join(""));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 1_000 },
  );
});
