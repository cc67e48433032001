import { expect, test } from "vitest";
import { createRandom } from "../../coherence/random.ts";
import { seeds } from "../../support/made-up.ts";
import { madeUpCall, madeUpEpoch, madeUpState } from "./made-up-calls.ts";
import { decisive, playPure } from "./player.ts";
import { createRedisPlayer, simulatedRedis } from "./redis-player.ts";

const MINUTE = 60_000;

test("mark.ts and the scripts decide the same, whatever is known and asked", async () => {
  const playScripts = createRedisPlayer(simulatedRedis);
  for (const seed of seeds(300)) {
    const random = createRandom(seed);
    const epoch = madeUpEpoch(random);
    let state = madeUpState(random, epoch);
    for (let step = 0; step < 6; step++) {
      const call = madeUpCall(random, state);
      const age = random.chance(0.1) ? 11 * MINUTE : random.below(10) * MINUTE;
      const { reply, after } = await playPure(state, call, epoch, age);
      const scripts = await playScripts(state, call, epoch, age);
      const said = { seed, step, state, call, epoch, age };
      expect({ ...said, reply: scripts.reply, after: decisive(scripts.after) }).toEqual({
        ...said,
        reply,
        after: decisive(after),
      });
      state = after;
    }
  }
});
