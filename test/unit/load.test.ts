import { describe, expect, test } from "vitest";
import { createLoad, type Load } from "../../src/graphql/load.ts";

const most = {
  unsentBytes: 4_000_000,
  unsentBytesTotal: 16_000_000,
  operations: 10,
  operationsTotal: 20,
  subscriptions: 10,
  subscriptionsTotal: 20,
  subscribedLength: 1_000,
};
const limited = expect.objectContaining({ code: "RATE_LIMITED" });

/** Grows an answer a kilobyte at a time, as far as that goes. */
function fill(load: Load): number {
  const hold = load.connect().operation();
  let bytes = 0;
  try {
    for (;;) {
      hold.grow(1_000);
      bytes += 1_000;
    }
  } catch {
    return bytes;
  }
}

describe("the room for answers", () => {
  test("is bounded for one connection, over all of its operations", () => {
    const connection = createLoad(most).connect();
    const first = connection.operation();
    first.grow(4_000_000);
    const second = connection.operation();
    expect(() => second.grow(1)).toThrow(limited);
    first.end();
    second.grow(4_000_000);
    expect(connection.bytes).toBe(4_000_000);
  });

  test("is never taken whole: a connection holds no more than it leaves to others", () => {
    const load = createLoad({ ...most, unsentBytes: 16_000_000 });
    expect(fill(load)).toBe(8_000_000);
    expect(fill(load)).toBe(4_000_000);
    expect(fill(load)).toBe(2_000_000);
    for (let n = 0; n < 5; n++) fill(load);
    expect(load.bytes).toBeLessThan(16_000_000);
    // What others ask for usually still has room.
    load.connect().operation().grow(20_000);
  });

  test("is given back once, whatever an answer turned out to take", () => {
    const load = createLoad(most);
    const hold = load.connect().operation();
    hold.grow(1_000);
    hold.settle(700);
    expect(load.bytes).toBe(700);
    hold.end();
    hold.end();
    hold.settle(5);
    hold.grow(5);
    expect([load.bytes, load.operations]).toEqual([0, 0]);
  });
});

test("a connection makes no further events before its client has read", async () => {
  const connection = createLoad(most).connect();
  const event = connection.event();
  event.grow(1_000_000);
  expect(connection.quiet()).toBeUndefined();
  event.grow(1);
  let woken = false;
  const quiet = connection.quiet()!.then(() => (woken = true));
  await Promise.resolve();
  expect(woken).toBe(false);
  event.end();
  await quiet;
});

test("a document takes its characters as long as any subscription keeps it", () => {
  const load = createLoad(most);
  const document = { parsed: {}, length: 900 };
  const [first, second] = [load.connect(), load.connect()].map((one) => one.subscription(10, document));
  const other = () => load.connect().subscription(10, { parsed: {}, length: 900 });
  expect(other).toThrow(limited);
  first!();
  first!();
  expect(other).toThrow(limited);
  second!();
  other()();
  expect(load.subscriptions).toBe(0);
});
