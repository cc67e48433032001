// A process of its own that writes as fast as it can: node store-writer.ts FILE WRITER STEPS
// Each step is one change of two worlds; its line on stdout says that it was acknowledged.
import { systemClock } from "../../src/clock.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { character, createOwnRegistry, timelineEvent, worldObject } from "./own-types.ts";
import { EVENTS_A_STEP, idOfStep } from "./store-file.ts";

const [file, writer, steps] = process.argv.slice(2) as [string, string, string];
const registry = createOwnRegistry();
const store = await openSqliteStore({ file, registry, clock: systemClock, timeoutMs: 30_000 });

for (let step = 0; step < Number(steps) || steps === "0"; step++) {
  const self = idOfStep("character", "odyssey", { writer, step });
  const before = idOfStep("character", "odyssey", { writer, step: step - 1 });
  const { versions } = await store.change({
    scopes: ["world:iliad", "world:odyssey"],
    work: async (draft) => {
      const fields = {
        name: `of ${writer}`,
        language: "en",
        status: "ACTIVE",
        traits: [],
        description: null,
      };
      await draft.create(character, self, { ...fields, location: "location:odyssey:ithaca" });
      const last = await draft.get(character, before);
      if (last) await draft.update(character, last, { name: "moved on", location: null });
      for (let index = 0; index < EVENTS_A_STEP; index++) {
        const event = {
          kind: "step",
          summary: "A step.",
          occurredAt: draft.at,
          moment: null,
          data: { step },
        };
        const id = `${idOfStep("event", "odyssey", { writer, step })}-${index}`;
        await draft.create(timelineEvent, id, { ...event, involves: [self] }, index);
      }
      const object = { name: "a thing", description: null, holder: null };
      await draft.create(worldObject, idOfStep("object", "iliad", { writer, step }), object);
    },
  });
  process.stdout.write(`${JSON.stringify({ writer, step, versions })}\n`);
}
await store.close();
