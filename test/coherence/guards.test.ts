import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { LONG } from "../support/made-up.ts";
import { endProcesses } from "../support/process.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { check } from "./checker.ts";
import { GUARDS, without } from "./guards.ts";
import { SCENES } from "./scenes.ts";
import { openStage, type Stage } from "./stage.ts";

const SRC = join(import.meta.dirname, "../../src");
const TIMEOUT = { timeout: 120_000 };

test.each(GUARDS)("the source has once what is taken out with: $name", ({ cuts }) => {
  for (const { file, text } of cuts)
    expect(readFileSync(join(SRC, file), "utf8").split(text), file).toHaveLength(2);
});

describeWith(ownRedis, "the protocol", () => {
  describe("with all of its guards", () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage();
    }, TIMEOUT.timeout);
    afterAll(async () => {
      await stage?.close();
      await endProcesses();
    }, TIMEOUT.timeout);

    test.each(SCENES)("keeps its promises when $name", TIMEOUT, async ({ play }) => {
      stage.begin();
      const history = (await play(stage)) ?? (await stage.history());
      expect(check(history).violations).toEqual([]);
      expect(history.reads.length).toBeGreaterThan(0);
    });
  });

  const pairs = SCENES.flatMap((scene) => scene.guards.map((guard) => [guard, scene.name, scene] as const));

  /**
   * All of them one by one take a minute, and each needs gateways of its own. `npm test` has one that stands in Redis'
   * scripts and one that stands in a gateway: what has to be seen again and again is that the scenes can fail.
   */
  const tried = LONG
    ? pairs
    : ["a fill gives way to a change since", "no tier is trusted below M"].map(
        (name) => pairs.find(([guard]) => guard === name)!,
      );

  describe("breaks them without one", () => {
    let stage: Stage | undefined;
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
      await endProcesses();
    }, TIMEOUT.timeout);

    test.each(tried)("%s, when %s", TIMEOUT, async (guard, _, { play }) => {
      stage = await openStage(without(guard));
      const history = (await play(stage)) ?? (await stage.history());
      expect(check(history).violations).not.toEqual([]);
    });
  });

  test("has a scene for each guard that can be taken out", () => {
    const shown = new Set(pairs.map(([guard]) => guard));
    expect(shown).toEqual(new Set(GUARDS.map(({ name }) => name)));
    expect(shown.size).toBeGreaterThanOrEqual(8);
  });
});
