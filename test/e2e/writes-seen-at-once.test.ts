import { describe, expect, test } from "vitest";
import { LONG, seeds } from "../support/made-up.ts";
import { mutationOf, plainSteps } from "../support/plain-steps.ts";
import { createPlainWorld, VIEW } from "../support/plain-world.ts";
import { useGateway } from "../support/use-gateway.ts";

/** Of each series; two gateways make other such series in two-gateways and combinations. */
const CHANGES = LONG ? 200 : 100;

describe("an acknowledged mutation", () => {
  const at = useGateway();

  test.each(seeds(3))("is seen by the next read, in every field and list: seed %i", async (seed) => {
    const model = createPlainWorld();
    let applied = 0;
    let refused = 0;
    for (const step of plainSteps(seed)) {
      const [mutation, input] = mutationOf(step);
      const code = model.apply(step);
      const told = `${JSON.stringify(step)}, after ${applied} changes`;
      if (code) expect(await at.refusal(mutation, input), told).toMatchObject({ code });
      else await at.change(mutation, input);
      expect(await at.data(VIEW), told).toEqual(model.view());
      if (code) refused++;
      else if (++applied === CHANGES) break;
    }
    expect(refused).toBeGreaterThan(CHANGES / 10);
  });

  test("is seen by whoever made it, however many others are made meanwhile", async () => {
    await at.change("createWorld", { id: "w", name: "W" });
    const writers = Array.from({ length: 8 }, (_, n) => n);
    await at.changeMany(
      "createCharacter",
      writers.map((n) => ({ worldId: "world:w", id: `c${n}`, name: "0" })),
    );
    await Promise.all(
      writers.map(async (n) => {
        const id = `character:w:c${n}`;
        let last = 0;
        for (let round = 1; round <= 15; round++) {
          const { version } = await at.change("updateCharacter", { id, name: `${round} of ${n}` });
          const { character, world } = await at.data(
            `{ character(id: "${id}") { name version } world(id: "world:w") {
              version state { version } characters { nodes { id name } }
            } }`,
          );
          expect(character).toEqual({ name: `${round} of ${n}`, version });
          expect(world.characters.nodes).toContainEqual({ id, name: `${round} of ${n}` });
          expect(world.version).toBeGreaterThanOrEqual(Math.max(version, last));
          expect(world.state.version).toBe(world.version);
          last = world.version;
        }
      }),
    );
    expect((await at.data('{ world(id: "world:w") { version } }')).world.version).toBe(9 + 8 * 15);
  });
});
