import { z } from "zod";

/*
 * What the texts of settings may be.
 */

/** A whole number. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `a whole number from ${min} to ${max}` });
/** True or false. */
export const flag = z
  .enum(["true", "false", "1", "0"], { error: "true or false" })
  .transform((value) => value === "true" || value === "1");
/** One of these words. */
export const choice = <const V extends string>(...values: readonly [V, ...V[]]) =>
  z.enum(values, { error: values.join(" or ") });
/** Host and port of each, separated by commas. */
export const addresses = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every((one) => ADDRESS.test(one)), {
    error: "addresses such as 10.0.0.1:6379, separated by commas",
  })
  .transform((list) =>
    list.map((one) => {
      const [, host, port] = ADDRESS.exec(one)!;
      return { host: host!.replace(/^\[|\]$/g, ""), port: Number(port) };
    }),
  );
const ADDRESS = /^(\[[0-9a-f:]+\]|[^\s:/@]+):([0-9]{1,5})$/i;
/** An address with one of these schemes; a value that isn't one is never repeated, since it may hold a password. */
export const url = (...schemes: [string, ...string[]]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
      error: `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
    });
/** Any text, also an empty one. */
export const anyText = z.string();
/** A text that isn't empty. */
export const given = (what: string) => z.string().min(1, { error: what });
/** As browsers say them, separated by commas. */
export const origins = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: "origins such as https://example.org, separated by commas",
  });
