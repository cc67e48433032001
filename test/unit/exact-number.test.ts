import { describe, expect, test } from "vitest";
import { exactNumber, isKept } from "../../src/json/exact-number.ts";

describe("a number", () => {
  test.each([
    "0",
    "-0",
    "0.1",
    "-12",
    "9007199254740991",
    "9007199254740992",
    "9007199254740994",
    "-9007199254740993e1".replace("3e1", "20"),
    "12345678901234567000",
    "1e21",
    "1E+300",
    "1.5e300",
    "10000000000000000000000",
    "123456789012345.0000",
    "1.0e2",
    "5e-324",
    "4.9e-324",
    "2.2250738585072014e-308",
    "1.7976931348623157e308",
    "0.10000000000000001",
    "0.1000000000000000055511151231257827",
    "3.14159265358979323846264338327950288",
    "0e99999",
    "0.0000000000000000000000",
  ])("is kept that is written %s", (written) => {
    expect(isKept(written)).toBe(true);
    expect(exactNumber(written)).toBe(Number(written));
  });

  test.each([
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["12345678901234567890", 12345678901234567890n],
    ["12345678901234567890.0", 12345678901234567890n],
    ["1.234567890123456789e19", 12345678901234567890n],
    ["1234567890.1234567890e10", 12345678901234567890n],
    ["12345678901234567890e2", 1234567890123456789000n],
    ["18014398509481985", 18014398509481985n],
    ["100000000000000000000000000001", 100000000000000000000000000001n],
  ])("is a whole one that no double keeps: %s", (written, whole) => {
    expect(isKept(written)).toBe(false);
    expect(exactNumber(written)).toBe(whole);
  });

  test.each(["1e400", "-1e999", `1${"0".repeat(400)}`, "1e-400", "-1e-999999", `0.${"0".repeat(400)}1`])(
    "has lost its size in a double: %s",
    (written) => {
      expect(isKept(written)).toBe(false);
      expect(exactNumber(written)).not.toBe(0);
    },
  );

  test("of a million digits is judged at once", () => {
    const took = (work: () => unknown) => {
      const begin = process.cpuUsage();
      work();
      return process.cpuUsage(begin).user;
    };
    const zeros = "0".repeat(1_000_000);
    const usual = took(() => JSON.parse(JSON.stringify(Array(200_000).fill(1))));
    const hostile = took(() =>
      [`1${zeros}1`, `0.${zeros}1${zeros}`, `1.${zeros}1`, `${zeros}e-9`].map(isKept),
    );
    expect(hostile).toBeLessThan(20 * usual + 50_000);
  });
});
