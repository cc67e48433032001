import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/fault.ts";
import { eventTokens, FIRST, RESYNC, type ResumeTokens, scopeTokens } from "../../src/graphql/resume.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const EPOCH = "019a2f0c-7b1e-7cc3-9f6e-0d3f7b1c2a55";

const scope = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).map((local) => `world:${local}`);
const scopes = fc.uniqueArray(scope, { minLength: 1, maxLength: 100 });
const place = fc.oneof(fc.constantFrom(FIRST, RESYNC, 0, MAX), fc.nat(), fc.maxSafeNat());
const subscription = scopes.chain((names) =>
  fc.record({
    names: fc.constant(names),
    places: fc.array(place, { minLength: names.length, maxLength: names.length }),
  }),
);

/** What a token is refused with; undefined: it isn't. */
function refusal(tokens: ResumeTokens, token: string): unknown {
  try {
    tokens.decode(token, "resume");
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { code: error.code, field: error.field };
  }
}
const REFUSED = { code: "BAD_USER_INPUT", field: "resume" };

describe("a resume token", () => {
  test("says what was put into it, and of which epoch it is", () => {
    fc.assert(
      fc.property(subscription, fc.string(), fc.string(), ({ names, places }, epoch, other) => {
        const tokens = scopeTokens(names);
        const point = tokens.decode(tokens.encode(epoch, places), "resume");
        expect(point.numbers).toEqual(places);
        expect(point.isOf(epoch)).toBe(true);
        expect(point.isOf(other)).toBe(other === epoch);
      }),
    );
  });

  test("is of at most 1,024 characters that need no quoting, for 100 scopes at any versions", () => {
    fc.assert(
      fc.property(subscription, ({ names, places }) => {
        expect(scopeTokens(names).encode(EPOCH, places)).toMatch(/^[\w-]{1,1024}$/);
      }),
    );
    const names = Array.from({ length: 100 }, (_, n) => `world:w${n}`);
    const longest = scopeTokens(names).encode(
      EPOCH,
      names.map(() => MAX),
    );
    expect(longest.length).toBe(952);
  });

  test("is of the same scopes in any order", () => {
    const token = scopeTokens(["world:b", "worlds", "world:a"]).encode(EPOCH, [1, 2, 3]);
    expect(scopeTokens(["world:a", "world:b", "worlds"]).decode(token, "resume").numbers).toEqual([1, 2, 3]);
  });

  test("of another subscription is refused", () => {
    fc.assert(
      fc.property(subscription, scopes, ({ names, places }, others) => {
        fc.pre([...names].sort().join() !== [...others].sort().join());
        expect(refusal(scopeTokens(others), scopeTokens(names).encode(EPOCH, places))).toEqual(REFUSED);
      }),
    );
    const token = eventTokens("world:odyssey").encode(EPOCH, [7, 1]);
    expect(refusal(eventTokens("world:iliad"), token)).toEqual(REFUSED);
    expect(refusal(scopeTokens(["world:odyssey", "worlds"]), token)).toEqual(REFUSED);
  });

  test("with a byte changed, added or missing is refused", () => {
    fc.assert(
      fc.property(subscription, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ names, places }, at, by) => {
        const tokens = scopeTokens(names);
        const bytes = Buffer.from(tokens.encode(EPOCH, places), "base64url");
        const changed = Buffer.from(bytes);
        changed[at % bytes.length]! ^= by;
        const longer = Buffer.concat([bytes, Buffer.of(by)]);
        const shorter = bytes.subarray(0, at % bytes.length);
        for (const one of [changed, longer, shorter])
          expect(refusal(tokens, one.toString("base64url"))).toEqual(REFUSED);
      }),
    );
  });

  test("in other letters is refused, and so is garbage", () => {
    const tokens = scopeTokens(["worlds"]);
    const token = tokens.encode(EPOCH, [1]);
    expect(refusal(tokens, token)).toBeUndefined();
    for (const one of [`${token}=`, ` ${token}`, `${token}\n`, token.slice(1), `${token}!`, "", "%00"])
      expect(refusal(tokens, one)).toEqual(REFUSED);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), fc.json()), (garbage) => {
        expect(refusal(tokens, garbage)).toEqual(REFUSED);
      }),
    );
    expect(refusal(tokens, "A".repeat(1_000_000))).toEqual(REFUSED);
  });
});
