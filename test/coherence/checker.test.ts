import { describe, expect, test } from "vitest";
import { check } from "./checker.ts";
import {
  type Acknowledgement,
  type Effect,
  type History,
  keyOf,
  type Logged,
  type Mode,
  type Read,
  type Sight,
  scopesOf,
  type Value,
  WORLDS,
  type Write,
} from "./history.ts";

const world = "world:w";
const LEASE = 600;

/** A run in the making: times are given in milliseconds, and every change takes the version after the last. */
function createRun() {
  const log: Logged[] = [];
  const writes: Write[] = [];
  const reads: Read[] = [];
  const losses: { from: number; to: number }[] = [];
  const finals: { by: string; saw: Sight[] }[] = [];
  const last = new Map<string, number>();
  let keys = 0;

  const run = {
    log,
    /** A change of `life`, answered at `at`. */
    write: (life: string, at: number, effect: Effect, more: Partial<Acknowledgement> = {}): number => {
      const key = effect.kind === "purge" ? null : `k${++keys}`;
      for (const scope of scopesOf(effect)) {
        last.set(scope, (last.get(scope) ?? 0) + 1);
        log.push({ scope, version: last.get(scope)!, key });
      }
      const version = last.get(effect.world)!;
      const told = { life, answered: at, version, weak: false, saw: [], ...more };
      writes.push({ key, effect, began: at - 1, acknowledged: [told], refused: null });
      return version;
    },
    read: (life: string, began: number, key: string, value: Value, mode: Mode = "plain", version = 0) => {
      const scope = key === keyOf.worlds() ? WORLDS : world;
      const minVersions: Record<string, number> = version ? { [scope]: version } : {};
      reads.push({ life, mode, minVersions, began, answered: began + 1, saw: [{ scope, key, value }] });
    },
    lose: (from: number, to: number) => losses.push({ from, to }),
    final: (by: string, key: string, value: Value) =>
      finals.push({ by, saw: [{ scope: key === keyOf.worlds() ? WORLDS : world, key, value }] }),
    change: (index: number, more: Partial<Write>) => {
      writes[index] = { ...writes[index]!, ...more };
    },
    violations: () => {
      const history: History = { reads, writes, log, losses, leaseMs: LEASE, finals };
      return check(history).violations;
    },
  };
  run.write("g1", 1, { world, kind: "createWorld", name: "W" });
  return run;
}

const make = (local: string, description = "made", language = "en"): Effect => ({
  world,
  kind: "createCharacter",
  local,
  description,
  language,
});
const describeIt = (local: string, description: string, language = "en"): Effect => ({
  world,
  kind: "updateCharacter",
  local,
  description,
  language,
});
const ANN = keyOf.character(world, "a");

describe("a read", () => {
  /** Version 2 makes Ann, and version 3, acknowledged by g1 at 100, changes her. */
  const begun = () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.write("g1", 100, describeIt("a", "new"));
    return run;
  };
  const OLD = { version: 2, description: "made" };
  const NEW = { version: 3, description: "new" };

  test.each<[string, string, number, Mode, number]>([
    ["its own gateway's acknowledgement", "g1", 101, "plain", 0],
    ["any acknowledgement, if it is strict", "g2", 101, "strict", 0],
    ["the version that it asks for", "g2", 101, "min", 3],
    ["what was acknowledged before the lease began", "g2", 101 + LEASE, "plain", 0],
  ])("has to show %s", (_, life, at, mode, version) => {
    const stale = begun();
    stale.read(life, at, ANN, OLD, mode, version);
    expect(stale.violations()).toEqual([expect.stringContaining("wasn't at version 3 or later")]);
    const fresh = begun();
    fresh.read(life, at, ANN, NEW, mode, version);
    expect(fresh.violations()).toEqual([]);
  });

  test.each<[string, string, number, Mode, number]>([
    ["began before the acknowledgement", "g1", 99, "strict", 0],
    ["goes to another gateway within the lease", "g2", 101, "plain", 0],
    ["asks for an earlier version", "g2", 101, "min", 2],
    ["goes to a later life of the gateway, within the lease", "g1#2", 101, "plain", 0],
  ])("may show the state before if it %s", (_, life, at, mode, version) => {
    const run = begun();
    run.read(life, at, ANN, OLD, mode, version);
    expect(run.violations()).toEqual([]);
  });

  test("that is strict may show the state before while the shared cache has lost it, and no longer", () => {
    const during = begun();
    during.lose(50, 200);
    during.read("g2", 150, ANN, OLD, "strict");
    expect(during.violations()).toEqual([]);
    const later = begun();
    later.lose(50, 200);
    later.read("g2", 201, ANN, OLD, "strict");
    expect(later.violations()).toHaveLength(1);
  });

  test("that is strict may miss what was acknowledged without the shared cache, within the lease", () => {
    const run = begun();
    run.write("g1", 200, describeIt("a", "newer"), { weak: true });
    run.read("g2", 201, ANN, NEW, "strict");
    expect(run.violations()).toEqual([]);
    run.read("g2", 201 + LEASE, ANN, NEW, "strict");
    expect(run.violations()).toHaveLength(1);
  });

  test("has to show a state that there was", () => {
    const run = begun();
    run.read("g2", 50, ANN, { version: 3, description: "made" });
    expect(run.violations()).toHaveLength(1);
  });

  test("has to show nothing of what was deleted", () => {
    const run = begun();
    run.write("g1", 300, { world, kind: "deleteCharacter", local: "a" });
    run.read("g1", 301, ANN, null);
    expect(run.violations()).toEqual([]);
    run.read("g1", 302, ANN, NEW);
    expect(run.violations()).toHaveLength(1);
  });
});

describe("reads through one gateway", () => {
  const begun = () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.write("g1", 100, describeIt("a", "new"));
    run.read("g2", 101, ANN, { version: 3 });
    return run;
  };

  test("never go backwards", () => {
    const run = begun();
    run.read("g2", 103, ANN, { version: 2 });
    expect(run.violations()).toEqual([expect.stringContaining("had been shown as of version 3")]);
  });

  test("may overlap", () => {
    const run = begun();
    run.read("g2", 101.5, ANN, { version: 2 });
    expect(run.violations()).toEqual([]);
  });

  test("say nothing of another gateway's", () => {
    const run = begun();
    run.read("g3", 103, ANN, { version: 2 });
    expect(run.violations()).toEqual([]);
  });

  test("never go backwards in a list, whose states come again", () => {
    const run = createRun();
    const french = keyOf.characters(world, "fr");
    run.write("g1", 10, make("a", "made", "fr"));
    run.write("g1", 20, describeIt("a", "two", "en"));
    run.write("g1", 30, describeIt("a", "three", "fr"));
    run.read("g2", 31, french, ["a"]);
    run.read("g2", 31, ANN, { version: 2 });
    run.read("g2", 33, french, []);
    // As of version 2, then 3, and now of version 4.
    run.read("g2", 35, french, ["a"]);
    expect(run.violations()).toEqual([]);
    run.read("g2", 37, french, []);
    expect(run.violations()).toHaveLength(1);
  });
});

describe("a list", () => {
  const french = keyOf.characters(world, "fr");
  const begun = () => {
    const run = createRun();
    run.write("g1", 10, make("a", "made", "fr"));
    run.write("g1", 20, make("b", "made", "fr"));
    return run;
  };

  test("has who is in it, and nobody else", () => {
    const run = begun();
    run.read("g1", 30, french, ["a", "b"]);
    expect(run.violations()).toEqual([]);
    run.read("g1", 40, french, ["a"]);
    run.read("g1", 50, french, ["b", "a"]);
    run.read("g1", 60, french, ["a", "b", "c"]);
    expect(run.violations()).toHaveLength(3);
  });

  test("may lack who is gone by the time that he is read", () => {
    const run = begun();
    run.write("g1", 30, { world, kind: "deleteCharacter", local: "a" });
    run.write("g1", 40, { world, kind: "deleteCharacter", local: "b" });
    run.read("g2", 41, french, ["b"]);
    run.read("g2", 45, french, []);
    expect(run.violations()).toEqual([]);
  });

  test("of timeline events is that of whom it is asked of, and not of his namesake before", () => {
    const run = begun();
    const timeline = keyOf.timeline(world, "a");
    run.write("g1", 30, { world, kind: "addEvent", local: "e", at: 1, involves: ["a"] });
    run.read("g1", 31, timeline, ["e"]);
    run.write("g1", 40, { world, kind: "deleteCharacter", local: "a" });
    run.write("g1", 50, make("a"));
    run.read("g1", 51, timeline, []);
    expect(run.violations()).toEqual([]);
    run.read("g1", 53, timeline, ["e"]);
    expect(run.violations()).toHaveLength(1);
  });
});

describe("the state of a world", () => {
  test("counts what there is at its version", () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.read("g1", 11, keyOf.state(world), { version: 2, characters: 1, events: 0 });
    expect(run.violations()).toEqual([]);
    run.read("g1", 13, keyOf.state(world), { version: 2, characters: 0, events: 0 });
    expect(run.violations()).toHaveLength(1);
  });

  test("counts nothing if the world is gone by the time that it is read", () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.write("g1", 20, { world, kind: "deleteWorld" });
    run.read("g2", 21, keyOf.state(world), { version: 3, characters: 0, events: 0 });
    expect(run.violations()).toEqual([]);
  });
});

describe("an acknowledged change", () => {
  test("is in the log, at the version that was told", () => {
    const lost = createRun();
    lost.write("g1", 10, make("a"));
    lost.log.pop();
    expect(lost.violations()).toEqual([expect.stringContaining("not at all")]);
    const moved = createRun();
    moved.write("g1", 10, make("a"), { version: 7 });
    expect(moved.violations()).toEqual([expect.stringContaining("as 2")]);
  });

  test("may be in no log if all was so already", () => {
    const move = (location: string | null) => {
      const run = createRun();
      run.write("g1", 10, make("a"));
      run.write("g1", 20, { world, kind: "moveCharacter", local: "a", location: "here" });
      run.write("g1", 30, { world, kind: "moveCharacter", local: "a", location }, { version: 3 });
      run.log.pop();
      return run.violations();
    };
    expect(move("here")).toEqual([]);
    expect(move("there")).toEqual([expect.stringContaining("not at all")]);
    expect(move(null)).toEqual([expect.stringContaining("not at all")]);
  });

  test("is in the log once", () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.log.push({ scope: world, version: 3, key: "k2" });
    expect(run.violations()).toEqual([expect.stringContaining("applied twice")]);
  });

  test("has a payload that shows what it made", () => {
    const run = createRun();
    const saw = [{ scope: world, key: ANN, value: { version: 2, description: "other" } }];
    run.write("g1", 10, make("a"), { saw });
    expect(run.violations()).toEqual([expect.stringContaining("answered k2")]);
  });

  test("that purges has a version of its own", () => {
    const run = createRun();
    run.write("g1", 10, { world, kind: "purge" });
    expect(run.violations()).toEqual([]);
    run.log.pop();
    expect(run.violations()).toEqual([expect.stringContaining("which is none")]);
  });
});

describe("the log", () => {
  test("has nothing that nobody asked for", () => {
    const run = createRun();
    run.log.push({ scope: world, version: 2, key: "k99" });
    expect(run.violations()).toEqual([expect.stringContaining("nobody asked")]);
  });

  test("has nothing that was refused", () => {
    const run = createRun();
    run.write("g1", 10, make("a"));
    run.change(1, { acknowledged: [], refused: "CONFLICT" });
    expect(run.violations()).toEqual([expect.stringContaining("was refused")]);
  });

  test("has nothing that can't have happened", () => {
    const run = createRun();
    run.write("g1", 10, describeIt("a", "new"));
    expect(run.violations()).toEqual([expect.stringContaining("there is no a")]);
  });

  test("has every version", () => {
    const run = createRun();
    run.log.push({ scope: world, version: 3, key: null });
    expect(run.violations()).toEqual([expect.stringContaining("3 after 1")]);
  });
});

test("in the end everybody shows what there is", () => {
  const run = createRun();
  run.write("g1", 10, make("a"));
  run.final("g1", ANN, { version: 2 });
  run.final("g1", keyOf.worlds(), [world]);
  expect(run.violations()).toEqual([]);
  run.final("g2", ANN, null);
  run.final("g3", keyOf.worlds(), []);
  expect(run.violations()).toEqual([expect.stringContaining("g2"), expect.stringContaining("g3")]);
});
