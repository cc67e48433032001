import { expect, test } from "vitest";
import { remembered } from "../../src/remembered.ts";

/** What was made, in order. */
function recorded(max: number) {
  const made: string[] = [];
  const find = remembered(max, (name) => {
    made.push(name);
    return name === "nothing" ? undefined : { name };
  });
  return { find, made };
}

test("a name's is made once, and is the same each time", () => {
  const { find, made } = recorded(2);
  expect(find("a")).toBe(find("a"));
  expect(made).toEqual(["a"]);
});

test("beyond the most that are remembered they are made anew", () => {
  const { find, made } = recorded(2);
  for (const name of ["a", "b", "c", "c", "a"]) find(name);
  expect(made).toEqual(["a", "b", "c", "a"]);
});

test("what there is nothing for takes no place", () => {
  const { find, made } = recorded(1);
  for (const name of ["a", "nothing", "nothing", "a"]) find(name);
  expect(made).toEqual(["a", "nothing", "nothing"]);
});
