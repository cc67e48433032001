import { CONDEMNED } from "../../../../src/cache/mark.ts";
import type { Random } from "../../../coherence/random.ts";

/** What may stand where a script wants a mark, or JSON at all. */
export function madeUpGarbage(random: Random): string {
  return random.pick(GARBAGE);
}

const GARBAGE = [
  ...["", "garbage", "null", "[]", "{}", "7", '"text"', "[1,", "{}{}", " \n\t{ } ", "\0{}", '{"version":1}'],
  ...[
    '{"a":"\\u0041\\ud83d\\ude00\\/\\b"}',
    '{"a":"\\ud83d"}',
    '{"a":"\\x"}',
    '{"a":"\n"}',
    '{"a":1,}',
    "{1:2}",
  ],
  ...[
    "[".repeat(1_001),
    `${"[".repeat(1_000)}${"]".repeat(1_000)}`,
    "truex",
    "nul",
    "-",
    "+1",
    ".5",
    "1e",
    "[1 2]",
  ],
  ...["NaN", "-Infinity", "infinit", "0x1p4", "0x", "-0", "007", "1e400", "1E-2", "9007199254740993", "true"],
];

/** A mark with some fields as they mustn't be, or its text changed in a place or two, or a whole one. */
export function madeUpMark(random: Random): string {
  const number = () => (random.below(12) > 0 ? String(random.below(12)) : random.pick(NUMBERS));
  const fields = [
    `"version":${number()}`,
    `"store":${random.below(12) > 0 ? '"store"' : random.pick(['"\\u0041/"', "7", "null"])}`,
    `"writers":${random.pick(WRITERS)}`,
    `"flushFloor":${number()}`,
    `"fillFloor":${number()}`,
    `"typeFloors":${random.below(3) > 0 ? "{}" : random.pick(FLOORS)}`,
  ];
  if (random.below(8) === 0) fields.splice(random.below(fields.length), 1);
  const text = `{${fields.join(",")}}`;
  return random.below(2) > 0 ? text : changed(text, random);
}

const NUMBERS = [
  ...["-1", "1.5", "1e1", "007", "0x10", "-0", "NaN", "Infinity", '"5"', "null", "true", "[]", "0.0"],
  ...[String(CONDEMNED), "9007199254740990", "9007199254740992", "1e400", "1.", "12e"],
];
/** In whose order all locales agree, as a server sorts them by its own. */
const FLOORS = [
  ...["[]", "[1]", "null", '{"Character":3,"Z/b":9}', '{"Location":-1}', '{"Character":1.5}', '{"":7}'],
  ...['{"\\u0043haracter":5}', '{"Q":1,"P":2,"R":3}', '{"A":"1"}', '"{}"', '{"Character":3,"Character":4}'],
];

const WRITERS = [
  ...[
    "{}",
    "{}",
    '{"a":3}',
    '{"a":3,"b":9}',
    '{"b":5,"c":1,"a":7}',
    '{"b":-1}',
    "[]",
    "[7]",
    "null",
    '{"":2}',
  ],
  // As many as are kept apart, and more.
  `{${["a", "b", "c", "d", "e", "f", "g", "h"].map((name, at) => `"${name}":${at + 1}`).join(",")}}`,
  `{${["i", "h", "g", "f", "e", "d", "c", "b", "a"].map((name, at) => `"${name}":${at}`).join(",")}}`,
];

const CHARACTERS = '0123456789.-+eExXnaIN\\"/u{}[],: \n\t';

function changed(text: string, random: Random): string {
  const at = random.below(text.length);
  const character = CHARACTERS[random.below(CHARACTERS.length)]!;
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + character + text.slice(at);
    default:
      return text.slice(0, at) + character + text.slice(at + 1);
  }
}
