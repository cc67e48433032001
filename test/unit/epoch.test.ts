import { beforeEach, describe, expect, it } from "vitest";
import { createEpoch, type Epoch, type EpochEvent } from "../../src/cache/epoch.ts";

describe("an epoch", () => {
  let epoch: Epoch;
  let events: EpochEvent[];
  beforeEach(() => {
    epoch = createEpoch("first");
    events = [];
    epoch.listen((event) => events.push(event));
  });

  it("stays as it is while the store names the same", () => {
    expect(epoch.heard("first", epoch.era())).toBe(true);
    expect([epoch.current(), epoch.era(), events]).toEqual(["first", 0, []]);
  });

  it("begins a new era with another one, and tells who listens once", () => {
    const before = { epoch: "first", restored: false };
    expect(epoch.heard("second", 0)).toBe(true);
    expect(epoch.heard("second", 1)).toBe(true);
    expect([epoch.current(), epoch.era()]).toEqual(["second", 1]);
    expect(events).toEqual([{ kind: "renewed", epoch: "second", before }]);
  });

  it("takes no other one from an answer to what was asked in an earlier era", () => {
    epoch.heard("second", 0);
    expect(epoch.heard("first", 0)).toBe(false);
    expect([epoch.current(), epoch.era()]).toEqual(["second", 1]);
    expect(epoch.heard("second", 0)).toBe(true);
  });

  it("is distrusted once, in a era of its own, until there is another one", () => {
    epoch.distrust();
    epoch.distrust();
    expect([epoch.current(), epoch.era(), epoch.restored()]).toEqual(["first", 1, true]);
    expect(epoch.heard("first", 1)).toBe(true);
    expect(epoch.restored()).toBe(true);
    epoch.heard("second", 1);
    expect([epoch.era(), epoch.restored()]).toEqual([2, false]);
    expect(events.map(({ kind, before }) => [kind, before.restored])).toEqual([
      ["restored", false],
      ["renewed", true],
    ]);
  });
});
