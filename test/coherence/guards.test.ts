import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { endProcesses } from "../support/process.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { check } from "./checker.ts";
import { without } from "../guards/guard.ts";
import { GUARDS } from "../guards/guards.ts";
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

  describe("breaks them without one", () => {
    let stage: Stage | undefined;
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
      await endProcesses();
    }, TIMEOUT.timeout);

    test.each(pairs)("%s, when %s", TIMEOUT, async (guard, _, { play }) => {
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
