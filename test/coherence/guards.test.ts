import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { without } from "../guards/guard.ts";
import { GUARDS } from "../guards/guards.ts";
import { LONG } from "../support/made-up.ts";
import { endProcesses } from "../support/process.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { check } from "./checker.ts";
import { SCENES } from "./scenes.ts";
import { openStage, type Stage } from "./stage.ts";

const TIMEOUT = { timeout: 120_000 };

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

  test("has scenes for guards that there are", () => {
    const shown = new Set(pairs.map(([guard]) => guard));
    expect(GUARDS.map(({ name }) => name)).toEqual(expect.arrayContaining([...shown]));
    expect(shown.size).toBeGreaterThanOrEqual(8);
  });
});
