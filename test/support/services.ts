import { accessSync, constants } from "node:fs";
import { describe, test } from "vitest";

/**
 * Something that tests use and that isn't an npm package. `find` says where it is, or throws why it
 * can't be had here.
 */
export interface Service<T> {
  readonly name: string;
  find(): T;
}

/** Chromium, as the path of its program. */
export const chromium: Service<string> = {
  name: "chromium",
  find: () =>
    process.env.CHROMIUM_PATH ??
    firstProgram([
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]),
};

/** The services whose lack is a failure: REQUIRE_SERVICES=chromium,… */
const required = (process.env.REQUIRE_SERVICES ?? "").split(",").map((name) => name.trim());

/** As `describe`; where the service is missing the suite is skipped, unless it is required, and says why. */
export function describeWith<T>(service: Service<T>, name: string, suite: (found: T) => void): void {
  let found: T;
  try {
    found = service.find();
  } catch (error) {
    const reason = `${service.name} is missing: ${(error as Error).message}`;
    describe(name, () => {
      if (required.includes(service.name))
        test(`runs, as REQUIRE_SERVICES names ${service.name}`, () => {
          throw new Error(reason);
        });
      else {
        console.warn(`"${name}" is skipped: ${reason}`);
        test.skip(reason);
      }
    });
    return;
  }
  describe(name, () => suite(found));
}

function firstProgram(paths: readonly string[]): string {
  const found = paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`there is none of ${paths.join(", ")}, and CHROMIUM_PATH isn't set`);
  return found;
}
