import { describe, expect, test } from "vitest";
import { canonicalDateTime, DATE_TIME_EXPECTED, dateTime } from "../../src/entities/date-time.ts";

describe("a moment", () => {
  test.each([
    ["2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31 12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"],
    ["2026-01-31T12:00:00.123999999Z", "2026-01-31T12:00:00.123Z"],
    ["2026-01-31T12:00:00+00:00", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T23:30:00-01:00", "2026-02-01T00:30:00.000Z"],
    ["2026-01-01T00:30:00+05:45", "2025-12-31T18:45:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
    ["0004-02-29T00:00:00Z", "0004-02-29T00:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["0000-12-31T23:30:00-01:00", "0001-01-01T00:30:00.000Z"],
    ["0099-12-31T23:59:59Z", "0099-12-31T23:59:59.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("%s is kept as %s", (given, kept) => {
    expect(canonicalDateTime(given)).toBe(kept);
    expect(dateTime().schema.parse(given)).toBe(kept);
    expect(canonicalDateTime(kept)).toBe(kept);
  });

  test.each([
    ["before the year 1", "0000-01-01T00:00:00Z"],
    ["before the year 1 in UTC", "0001-01-01T00:30:00+01:00"],
    ["after the year 9999 in UTC", "9999-12-31T23:30:00-01:00"],
    ["a year of more digits", "+010000-01-01T00:00:00Z"],
    ["February 30", "2023-02-30T00:00:00Z"],
    ["February 29 in a common year", "2023-02-29T00:00:00Z"],
    ["February 29 in 1900", "1900-02-29T00:00:00Z"],
    ["February 29 in 0001", "0001-02-29T00:00:00Z"],
    ["April 31", "2023-04-31T12:00:00+02:00"],
    ["day 0", "2023-01-00T00:00:00Z"],
    ["day 32", "2023-01-32T00:00:00Z"],
    ["month 0", "2023-00-01T00:00:00Z"],
    ["month 13", "2023-13-01T00:00:00Z"],
    ["hour 24", "2023-01-01T24:00:00Z"],
    ["minute 60", "2023-01-01T00:60:00Z"],
    ["second 60", "2023-01-01T00:00:60Z"],
    ["an offset of a day", "2023-01-01T00:00:00+24:00"],
    ["an offset with 60 minutes", "2023-01-01T00:00:00+01:60"],
    ["an offset without a colon", "2023-01-01T00:00:00+0100"],
    ["no offset", "2023-01-01T00:00:00"],
    ["a date", "2023-01-01"],
    ["no seconds", "2023-01-01T00:00Z"],
    ["a week date", "2023-W01-1T00:00:00Z"],
    ["a prose date", "January 1, 2023"],
    ["a line behind it", "2023-01-01T00:00:00Z\n"],
    ["a blank before it", " 2023-01-01T00:00:00Z"],
    ["other digits", "２０２３-01-01T00:00:00Z"],
    ["nothing", ""],
  ])("with %s is refused", (_, given) => {
    expect(canonicalDateTime(given)).toBeUndefined();
    expect(dateTime().schema.safeParse(given).error?.issues[0]?.message).toBe(DATE_TIME_EXPECTED);
  });

  test("is text, and null only where it is optional", () => {
    for (const given of [0, new Date(0), null, undefined])
      expect(dateTime().schema.safeParse(given).success).toBe(false);
    expect(dateTime({ optional: true }).schema.parse(null)).toBeNull();
  });
});
