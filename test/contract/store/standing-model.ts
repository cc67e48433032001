import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EntityOf } from "../../../src/entities/define.ts";
import { ROUNDS } from "../../support/made-up.ts";
import { character } from "../../support/own-types.ts";
import { type OpenStore, useStore } from "../../support/store.ts";
import { tale } from "../../support/tale.ts";
import { listsOf, withoutEmpty } from "../../support/tale-lists.ts";

const HOMER = "homer";
const at1 = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

/** `runs`: how many series of changes are tried. */
export function standingModelClaims(open: OpenStore, runs: number): void {
  describe("entities of which some are published", () => {
    const at = useStore(open, { extra: [tale] });

    test("stand where a plain model of their fields says, after any series of changes", {
      timeout: 240_000 * ROUNDS,
    }, async () => {
      const step = fc.record({
        local: fc.constantFrom("a", "b", "c"),
        remove: fc.nat(5).map((n) => n === 0),
        publication: fc.constantFrom("DRAFT", "PUBLISHED", "READ"),
        length: fc.constantFrom("LONG", "SHORT"),
        name: fc.constantFrom("p", "q"),
        occurredAt: fc.constantFrom(at1(1), at1(2), at1(3)),
        teller: fc.constantFrom(null, HOMER),
      });
      let series = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
          async (changes) => {
            const name = `w${series++}`;
            const homer = `character:${name}:homer`;
            await at.createWorld(name);
            await at.create(character, homer);
            const model = new Map<string, EntityOf<typeof tale>>();
            for (const steps of changes) {
              await at.change(name, async (draft) => {
                for (const { local, remove, teller, ...rest } of steps) {
                  const one = `tale:${name}:${local}`;
                  const fields = { ...rest, teller: teller && homer };
                  const there = await draft.get(tale, one);
                  if (there && remove) await draft.remove(tale, there);
                  else if (there) await draft.update(tale, there, fields);
                  else if (!remove) await draft.create(tale, one, fields);
                  const now = await draft.get(tale, one);
                  if (now) model.set(one, now);
                  else model.delete(one);
                }
                return null;
              });
              const all = [...model.values()];
              const shown = all.filter(({ publication }) => publication !== "DRAFT");
              const of = (those: typeof all) =>
                ids(
                  those.filter((one) => one.teller !== null),
                  "name",
                );
              expect(await listsOf(at.store, `world:${name}`, homer)).toEqual(
                withoutEmpty({
                  tales: ids(shown, "name"),
                  epics: ids(
                    shown.filter(({ length }) => length === "LONG"),
                    "name",
                  ),
                  told: ids(shown, "occurredAt"),
                  published: of(shown),
                  unpublished: of(all.filter(({ publication }) => publication === "DRAFT")),
                  every: of(all),
                }),
              );
              const { counts, latest } = (await at.state(name))!;
              expect([counts.Tale ?? 0, latest.Tale?.id]).toEqual([
                shown.length,
                ids(shown, "occurredAt").at(-1),
              ]);
            }
          },
        ),
        { numRuns: runs * ROUNDS },
      );
    });
  });
}

function ids(tales: readonly EntityOf<typeof tale>[], by: "name" | "occurredAt"): string[] {
  const order = (one: EntityOf<typeof tale>) => `${one[by]} ${one.id}`;
  return tales.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)).map((one) => one.id);
}
