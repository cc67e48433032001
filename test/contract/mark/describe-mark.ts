import { describe, expect, it } from "vitest";
import { APPLYING, type Case, EPOCH, FILLING, OPENING } from "./cases.ts";
import { decisive, type Player } from "./player.ts";

/** What every tier decides by a mark (protocol lines 3, 6 and 9); whatever decides by marks runs it unchanged. */
export function describeMark(name: string, play: Player): void {
  const all = (what: string, cases: readonly Case[]) =>
    describe(what, () => {
      it.each(cases)("$claim", async ({ before, call, epoch = EPOCH, age = 0, reply, after = before }) => {
        const played = await play(before, call, epoch, age);
        expect(played.reply).toEqual(reply);
        expect(decisive(played.after)).toEqual(decisive(after));
      });
    });

  describe(name, () => {
    all("opening", OPENING);
    all("a fill", FILLING);
    all("a change", APPLYING);
  });
}
