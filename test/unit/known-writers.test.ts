import { expect, test } from "vitest";
import { createKnownWriters } from "../../src/cache/known-writers.ts";
import { unavailable } from "../../src/fault.ts";
import type { Writers } from "../../src/store/writers.ts";

const registry = { writer: "mine", known: ["characters", "moods"] };

/** Known writers over a store that says what `said` has, and how often it was asked. */
function createOver(said: Record<string, string[]>) {
  const asked = { times: 0 };
  const store = {
    writers: async (): Promise<Writers> => {
      asked.times++;
      return new Map(Object.entries(said));
    },
  };
  return { writers: createKnownWriters({ registry, store }), asked };
}

test("this program's own writer knows its parts, whatever the store says", () => {
  const { writers } = createOver({});
  expect(["characters", "moods", "vessels"].map((part) => writers.knows("mine", part))).toEqual([
    true,
    true,
    false,
  ]);
  expect(writers.knowing("characters")).toEqual(["mine"]);
});

test("another writer knows nothing until the store has said what it knows", async () => {
  const { writers } = createOver({ mine: registry.known, theirs: ["characters", "vessels"] });
  expect(writers.knows("theirs", "characters")).toBe(false);
  await writers.refresh();
  expect(writers.knows("theirs", "characters")).toBe(true);
  expect(writers.knows("theirs", "moods")).toBe(false);
  expect(writers.knowing("characters")).toEqual(["mine", "theirs"]);
  expect(writers.knowing("moods")).toEqual(["mine"]);
});

test("the store is asked at first, and then only after a writer was met that nobody has heard of", async () => {
  const said: Record<string, string[]> = {};
  const { writers, asked } = createOver(said);
  for (let poll = 0; poll < 3; poll++) await writers.refresh();
  expect(asked.times).toBe(1);
  said.theirs = ["moods"];
  await writers.refresh();
  expect(writers.knows("theirs", "moods")).toBe(false);
  await writers.refresh();
  expect(asked.times).toBe(2);
  expect(writers.knows("theirs", "moods")).toBe(true);
  // One that the store has forgotten since knows what it knew.
  delete said.theirs;
  writers.knows("another", "moods");
  await writers.refresh();
  expect(asked.times).toBe(3);
  expect(writers.knowing("moods")).toEqual(["mine", "theirs"]);
});

test("a store that can't be asked is asked again", async () => {
  let away = true;
  const store = {
    writers: async () => {
      if (away) throw unavailable("the store can't be reached");
      return new Map([["theirs", ["moods"]]]);
    },
  };
  const writers = createKnownWriters({ registry, store });
  await writers.refresh();
  away = false;
  await writers.refresh();
  expect(writers.knows("theirs", "moods")).toBe(true);
});
