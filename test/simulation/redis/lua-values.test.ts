import fc from "fast-check";
import { expect, test } from "vitest";
import { describeWith, ownRedis } from "../../support/services.ts";
import { useRedis } from "../../support/use-redis.ts";
import { decodeJson, encodeJson } from "./cjson.ts";
import { decodeExactly } from "./cjson-decoder.ts";
import { general, toNumber, withoutFraction } from "./lua-numbers.ts";
import { LuaError, LuaTable, type LuaValue } from "./lua-table.ts";

const texts = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.json() }, changed(fc.json()), likeNumbers("[", "]")),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const numbers = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.constantFrom(-0, 0.5, -0.5, 1.5, 2 ** 53, 1e21),
    // Of which many lie halfway between what is printed.
    fc.maxSafeInteger().map((whole) => whole / 16),
  ),
  { minLength: 1, maxLength: 100 },
);

test("what JavaScript reads of JSON is what cjson reads", () => {
  fc.assert(
    fc.property(texts, (list) => {
      for (const text of list) expect(readBy(decodeJson, text)).toEqual(readBy(decodeExactly, text));
    }),
  );
});

describeWith(ownRedis, "as a server does", () => {
  const redis = useRedis();

  test("cjson reads JSON, and what is nearly JSON", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const there = (await redis.client.eval(READ, 0, ...list)) as unknown[];
        expect(list.map((text) => inOrder(readBy(decodeJson, text)))).toEqual(there.map(inOrder));
      }),
    );
  });

  test.each([1_000, 1_001])("cjson reads %i levels, or not", async (levels) => {
    const text = "[".repeat(levels) + "]".repeat(levels);
    const there = await redis.client.eval("return pcall(cjson.decode, ARGV[1]) and 1 or 0", 0, text);
    expect(readBy(decodeJson, text)[0] === "error" ? 0 : 1).toBe(there);
  });

  test("cjson writes texts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }),
        async (list) => {
          expect(list.map(encodeJson)).toEqual(
            await redis.client.eval(eachOf("cjson.encode(ARGV[i])"), 0, ...list),
          );
        },
      ),
    );
  });

  test("numbers are printed", async () => {
    await fc.assert(
      fc.asyncProperty(numbers, async (list) => {
        const texts = list.map((number) => general(number, 17));
        expect(
          list.map((number) => [
            general(number, 17),
            general(number, 14),
            withoutFraction(number),
            encodeJson(number),
          ]),
        ).toEqual(
          await redis.client.eval(
            eachOf("{string.format('%.17g', n), n .. '', string.format('%.0f', n), cjson.encode(n)}"),
            0,
            ...texts,
          ),
        );
      }),
    );
  });

  test("numbers are read", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(likeNumbers(" ", " "), { minLength: 1, maxLength: 100 }), async (list) => {
        expect(list.map((text) => shownNumber(toNumber(text)))).toEqual(
          await redis.client.eval(
            eachOf("n == nil and 'nil' or n ~= n and 'nan' or string.format('%.17g', n)"),
            0,
            ...list,
          ),
        );
      }),
    );
  });
});

/** One character less, more or other. */
function changed(from: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const character = fc.constantFrom(...'0123456789.-+eExXnaIN\\"/u{}[],: \n\t\0', "");
  return fc.tuple(from, fc.nat(), fc.nat({ max: 1 }), character).map(([text, place, less, more]) => {
    const characters = [...text];
    characters.splice(place % (characters.length + 1), less, more);
    return characters.join("");
  });
}

/** What numbers consist of, sometimes between two others. */
function likeNumbers(before: string, behind: string): fc.Arbitrary<string> {
  const part = fc.constantFrom(
    ..."0123456789",
    "0",
    "1",
    ".",
    "-",
    "+",
    "e",
    "E",
    "0x",
    "a",
    "p",
    "inf",
    "nan",
    "Infinity",
    "\0",
    " ",
  );
  return fc
    .tuple(fc.array(part, { maxLength: 6 }), fc.boolean())
    .map(([parts, between]) => (between ? before + parts.join("") + behind : parts.join("")));
}

/** A value with its type, and a table's fields as pairs of them; what can't be read is an error. */
function readBy(read: (text: string) => LuaValue, text: string): readonly unknown[] {
  try {
    return shown(read(text));
  } catch (error) {
    if (error instanceof LuaError) return ["error"];
    throw error;
  }
}

function shown(value: LuaValue): readonly unknown[] {
  if (value instanceof LuaTable)
    return ["table", ...value.keys().map((key) => [shown(key), shown(value.get(key))])];
  if (typeof value === "number") return ["number", shownNumber(value)];
  if (typeof value === "symbol") return ["null"];
  return [typeof value, String(value)];
}

function shownNumber(number: number | undefined): string {
  return number === undefined ? "nil" : Number.isNaN(number) ? "nan" : general(number, 17);
}

/** Fields in one order. */
function inOrder(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [type, ...fields] = value.map(inOrder);
  return type === "table"
    ? [type, ...fields.map((field) => JSON.stringify(field)).sort()]
    : [type, ...fields];
}

const READ = `
local function shown(value)
  if value == cjson.null then return {'null'} end
  if type(value) == 'number' then return {'number', value ~= value and 'nan' or string.format('%.17g', value)} end
  if type(value) ~= 'table' then return {type(value), tostring(value)} end
  local fields = {'table'}
  for key, item in pairs(value) do fields[#fields + 1] = {shown(key), shown(item)} end
  return fields
end
local values = {}
for i = 1, #ARGV do
  local ok, value = pcall(cjson.decode, ARGV[i])
  values[i] = ok and shown(value) or {'error'}
end
return values`;

/** A script that answers something for each argument; `n`: its number. */
function eachOf(lua: string): string {
  return `local values = {} for i = 1, #ARGV do local n = tonumber(ARGV[i]) values[i] = ${lua} end return values`;
}
