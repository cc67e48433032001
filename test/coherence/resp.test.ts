import { expect, test } from "vitest";
import { frameEnd, strings } from "./resp.ts";

const FRAMES = [
  "+OK\r\n",
  ":12\r\n",
  "$-1\r\n",
  "_\r\n",
  "$6\r\na\r\nb\r\n\r\n",
  "*3\r\n$4\r\nMGET\r\n$1\r\na\r\n$-1\r\n",
  "%1\r\n+proto\r\n:3\r\n",
  ">3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n",
  "|1\r\n+ttl\r\n:1\r\n*1\r\n:2\r\n",
  "*0\r\n",
];

test.each(FRAMES)("a frame ends where it does, and not before all of it is there: %j", (frame) => {
  const bytes = Buffer.from(`${frame}+NEXT\r\n`);
  expect(frameEnd(bytes, 0)).toBe(frame.length);
  for (let length = 1; length < frame.length; length++)
    expect(frameEnd(bytes.subarray(0, length), 0)).toBe(-1);
});

test("a frame may begin behind another one", () => {
  const bytes = Buffer.from(FRAMES.join(""));
  const ends: number[] = [];
  while ((ends.at(-1) ?? 0) < bytes.length) ends.push(frameEnd(bytes, ends.at(-1) ?? 0));
  expect(ends).toHaveLength(FRAMES.length);
});

test("a command's and a notice's strings are read, whatever is in them", () => {
  expect(strings(Buffer.from("*2\r\n$3\r\nGET\r\n$4\r\n\r\n$1\r\n"))).toEqual(["GET", "\r\n$1"]);
  expect(strings(Buffer.from(FRAMES[7]!))).toEqual(["smessage", "c", "hi"]);
  expect(strings(Buffer.from("+OK\r\n"))).toEqual([]);
});
