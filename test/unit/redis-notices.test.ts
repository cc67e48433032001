import { describe, expect, test } from "vitest";
import { decodeNotice, encodeNotice } from "../../src/cache/redis/codec.ts";

const SCOPE = "world:w";
const keys = ["character:a:state", "state", "characters"];
const notice = { version: 6, writer: "this release", flush: false, keys };
const masks = [["name", "version", "updatedAt"], ["version"], null];
const decode = (raw: string) => decodeNotice(SCOPE, "store", raw);

/** As gateways write it, and read it, that know of no masks. */
const BEFORE =
  '{"version":6,"store":"store","writer":"this release","flush":false,"keys":["character:a:state","state","characters"]}';

describe("a notice between gateways", () => {
  test("has what changed under each key behind all that older ones know", () => {
    expect(encodeNotice("store", { ...notice, masks })).toBe(
      `${BEFORE.slice(0, -1)},"masks":[["name","version","updatedAt"],["version"],null]}`,
    );
    expect(encodeNotice("store", notice)).toBe(BEFORE);
  });

  test("is read as it was told", () => {
    for (const told of [notice, { ...notice, masks }])
      expect(decode(encodeNotice("store", told))).toEqual({ scope: SCOPE, ...told });
  });

  test("of an older one says that anything may have changed under its keys", () => {
    expect(decode(BEFORE)).not.toHaveProperty("masks");
  });

  test("of a newer one is heeded, though what it says of a key isn't understood", () => {
    const told = { ...notice, masks: [{ name: true }, ["version"], ["entered", 3]] };
    expect(decode(JSON.stringify({ ...told, store: "store" }))).toEqual({
      scope: SCOPE,
      ...notice,
      masks: [null, ["version"], null],
    });
    const others = JSON.stringify({ ...notice, store: "store", masks: { state: ["version"] } });
    expect(decode(others)).toEqual({ scope: SCOPE, ...notice });
  });
});
