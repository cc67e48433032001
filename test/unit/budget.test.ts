import { expect, test } from "vitest";
import { BudgetSpent, createBudget, UNBOUNDED } from "../../src/cache/budget.ts";
import { createHandClock, turnOfTheLoop } from "../support/clock.ts";

const outcome = (work: unknown) =>
  Promise.resolve(work).then(
    (value) => value,
    (error) => (error instanceof BudgetSpent ? "spent" : error),
  );

test("waits that follow one another share it, and what is spent elsewhere doesn't count", async () => {
  const clock = createHandClock();
  const budget = createBudget(clock, 250);
  const takes = (ms: number) => () => clock.sleep(ms).then(() => ms);
  const first = outcome(budget.within(takes(150)));
  await clock.advance(150);
  expect(await first).toBe(150);
  await clock.advance(10_000);
  const second = outcome(budget.within(takes(150)));
  await clock.advance(99);
  expect(await Promise.race([second, turnOfTheLoop().then(() => "waits")])).toBe("waits");
  await clock.advance(1);
  expect(await second).toBe("spent");
});

test("waits that overlap count once", async () => {
  const clock = createHandClock();
  const budget = createBudget(clock, 250);
  const all = [100, 200, 100].map((ms) => outcome(budget.within(() => clock.sleep(ms).then(() => ms))));
  await clock.advance(200);
  expect(await Promise.all(all)).toEqual([100, 200, 100]);
  const last = outcome(budget.within(() => clock.sleep(40).then(() => "there")));
  await clock.advance(40);
  expect(await last).toBe("there");
});

test("whoever comes when it is spent begins nothing", async () => {
  const clock = createHandClock();
  const budget = createBudget(clock, 250);
  const long = outcome(budget.within(() => clock.sleep(300)));
  await clock.advance(250);
  expect(await long).toBe("spent");
  let begun = false;
  const late = budget.within(() => {
    begun = true;
  });
  expect([await outcome(late), begun]).toEqual(["spent", false]);
});

test("what failed in time has failed, and what fails later disturbs nobody", async () => {
  const clock = createHandClock();
  const budget = createBudget(clock, 250);
  const failure = new Error("no");
  expect(await outcome(budget.within(() => Promise.reject(failure)))).toBe(failure);
  const late = outcome(budget.within(() => clock.sleep(300).then(() => Promise.reject(failure))));
  await clock.advance(400);
  expect(await late).toBe("spent");
});

test("without one an answer comes at once where there is one", () => {
  expect(UNBOUNDED.within(() => 1)).toBe(1);
});
