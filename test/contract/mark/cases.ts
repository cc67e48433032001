import { CONDEMNED, MAX_WRITERS, type Mark, NO_KEY } from "../../../src/cache/mark.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import type { Call, Reply, State } from "./player.ts";

/** What is claimed, what is known before, what is asked, and what has to come of it. */
export interface Case {
  readonly claim: string;
  readonly before: State;
  readonly call: Call;
  /** Of the store; by default that of the marks here. */
  readonly epoch?: string;
  /** How long ago `recent` was last changed, in milliseconds; by default it was just now. */
  readonly age?: number;
  readonly reply: Reply;
  /** By default what was before. */
  readonly after?: State;
}

export const EPOCH = "store";
const ANOTHER = "another";

/** A mark that was opened at version 3, and has come to this one; nobody is said to have made anything since. */
function at(version: number, more: Partial<Mark> = {}): Mark {
  return { version, epoch: EPOCH, writers: {}, flushFloor: 3, fillFloor: 3, typeFloors: {}, ...more };
}

/** One whose last change was made by this release. */
function made(version: number, more: Partial<Mark> = {}): Mark {
  return at(version, { writers: { mine: version }, ...more });
}

/** As many writers as are kept apart; the versions that they made last begin with this one. */
const writersFrom = (first: number) =>
  Object.fromEntries(Array.from({ length: MAX_WRITERS }, (_, n) => [`w${n}`, first + n]));

/** One that was opened there. */
function fresh(version: number, more: Partial<Mark> = {}): State {
  return { mark: at(version, { flushFloor: version, fillFloor: version, ...more }), recent: null };
}

function known(mark: Mark | undefined, recent: Readonly<Record<string, number>> | null = null): State {
  return { mark, recent };
}

const open = (version: number, anew = false): Call => ({ kind: "open", version, anew });
const fill = (fence: number, version: number, ...keys: string[]): Call => ({
  kind: "fill",
  fence,
  version,
  values: keys.map((key) => [key, "Character", ["mine"]]),
});
type Change = Extract<Call, { kind: "apply" }>["entry"];
const apply = (version: number, keys: readonly string[], more: Partial<Change> = {}): Call => ({
  kind: "apply",
  entry: { version, keys, flush: false, purged: null, writer: "mine", ...more },
  puts: [],
});
const putting = (call: Call, ...puts: string[]): Call => ({
  ...(call as Extract<Call, { kind: "apply" }>),
  puts,
});
const filled = (version: number, ...results: ("stored" | "changed")[]): Reply => ({
  kind: "FILLED",
  version,
  results,
});
const APPLIED: Reply = { kind: "APPLIED", stored: [] };

const NOTHING = known(undefined);
/** As many keys as are remembered, the first of which changed at an earlier version. */
const full = (first: number, others: number) =>
  Object.fromEntries(Array.from({ length: MAX_KEYS }, (_, n) => [`k${n}`, n === 0 ? first : others]));

export const OPENING: readonly Case[] = [
  {
    claim: "makes a mark with both floors at its version",
    before: NOTHING,
    call: open(7),
    reply: null,
    after: fresh(7),
  },
  { claim: "leaves the mark that there is", before: known(at(5), { a: 5 }), call: open(7), reply: null },
  {
    claim: "anew takes its place, and knows of no change",
    before: known(at(5, { typeFloors: { Character: 4 } }), { a: 5 }),
    call: open(7, true),
    reply: null,
    after: fresh(7),
  },
  { claim: "anew, but late, leaves it", before: known(at(7), { a: 7 }), call: open(7, true), reply: null },
  {
    claim: "takes the place of another store's mark, however far that is",
    before: known(at(9), { a: 9 }),
    call: open(4),
    epoch: ANOTHER,
    reply: null,
    after: fresh(4, { epoch: ANOTHER }),
  },
  {
    claim: "condemns it",
    before: known(at(5), { a: 5 }),
    call: open(CONDEMNED, true),
    reply: null,
    after: fresh(CONDEMNED),
  },
  { claim: "leaves a condemned one", before: fresh(CONDEMNED), call: open(7, true), reply: null },
];

export const FILLING: readonly Case[] = [
  { claim: "is missing a mark", before: NOTHING, call: fill(5, 5, "a"), reply: { kind: "MISSING" } },
  {
    claim: "takes another store's for none",
    before: known(at(5)),
    call: fill(5, 5, "a"),
    epoch: ANOTHER,
    reply: { kind: "MISSING" },
  },
  {
    claim: "is behind a load that has seen more",
    before: known(at(5), { a: 5 }),
    call: fill(6, 6, "a"),
    reply: { kind: "BEHIND" },
  },
  {
    claim: "is behind it whatever its fence is",
    before: known(at(5), { a: 5 }),
    call: fill(4, 6, "a"),
    reply: { kind: "BEHIND" },
  },
  {
    claim: "stores what was loaded at its version",
    before: known(at(5), { a: 5 }),
    call: fill(5, 5, "a", "b"),
    reply: filled(5, "stored", "stored"),
  },
  {
    claim: "gives way to a change of the key since",
    before: known(at(6), { b: 5, a: 6 }),
    call: fill(5, 5, "a", "b", "c"),
    reply: filled(6, "changed", "stored", "stored"),
  },
  {
    claim: "stores nothing from below the fill floor",
    before: known(at(6, { fillFloor: 5 }), { a: 6 }),
    call: fill(4, 6, "b"),
    reply: filled(6, "changed"),
  },
  {
    claim: "stores what is at the fill floor",
    before: known(at(6, { fillFloor: 5 }), { a: 6 }),
    call: fill(5, 6, "b"),
    reply: filled(6, "stored"),
  },
  {
    claim: "doesn't ask for the flush floor",
    before: known(at(6, { flushFloor: 5 }), { a: 6 }),
    call: fill(4, 6, "b"),
    reply: filled(6, "stored"),
  },
  {
    claim: "stores nothing of a type from below that type's floor",
    before: known(at(6, { typeFloors: { Location: 6 } }), { a: 6 }),
    call: {
      kind: "fill",
      fence: 5,
      version: 6,
      values: [
        ["l", "Location", ["mine"]],
        ["c", "Character", ["mine"]],
      ],
    },
    reply: filled(6, "changed", "stored"),
  },
  {
    claim: "stores nothing from below a change by who doesn't know such values",
    before: known(at(7, { writers: { mine: 7, theirs: 6, others: 5 } }), { a: 7 }),
    call: {
      kind: "fill",
      fence: 5,
      version: 7,
      values: [
        ["all", "Character", ["mine", "theirs", "others"]],
        ["ours", "Character", ["mine", "others"]],
        ["mine", "Character", ["mine"]],
        ["others", "Character", ["others", "nobody"]],
        ["none", "Character", []],
      ],
    },
    reply: filled(7, "stored", "changed", "changed", "changed", "changed"),
  },
  {
    claim: "stores what is at such a change's version",
    before: known(at(7, { writers: { mine: 7, theirs: 6, others: 5 } }), { a: 7 }),
    call: {
      kind: "fill",
      fence: 6,
      version: 7,
      values: [
        ["mine", "Character", ["mine"]],
        ["theirs", "Character", ["theirs"]],
      ],
    },
    reply: filled(7, "stored", "changed"),
  },
  {
    claim: "that knows of no change stores what is at its version alone",
    before: known(at(6)),
    call: fill(5, 6, "a"),
    reply: filled(6, "changed"),
  },
  {
    claim: "that knows of no change stores that",
    before: known(at(6)),
    call: fill(6, 6, "a"),
    reply: filled(6, "stored"),
  },
  {
    claim: "believes what it knows of changes for ten minutes",
    before: known(at(6), { a: 6 }),
    call: fill(5, 6, "b"),
    age: 9 * 60_000,
    reply: filled(6, "stored"),
  },
  {
    claim: "doesn't believe it for longer",
    before: known(at(6), { a: 6 }),
    call: fill(5, 6, "b"),
    age: 11 * 60_000,
    reply: filled(6, "changed"),
    after: known(at(6)),
  },
  {
    claim: "of nothing says how far the scope is",
    before: known(at(6), { a: 6 }),
    call: fill(5, 6),
    reply: filled(6),
  },
  {
    claim: "stores nothing where it is condemned",
    before: fresh(CONDEMNED),
    call: fill(6, 6, "a"),
    reply: filled(CONDEMNED, "changed"),
  },
];

export const APPLYING: readonly Case[] = [
  {
    claim: "opens the scope at its version where there is no mark",
    before: NOTHING,
    call: putting(apply(9, ["a", "b"]), "a"),
    reply: { kind: "OPENED", stored: ["a"] },
    after: fresh(9),
  },
  {
    claim: "opens it over another store's mark",
    before: known(at(9), { a: 9 }),
    call: apply(4, ["a"]),
    epoch: ANOTHER,
    reply: { kind: "OPENED", stored: [] },
    after: fresh(4, { epoch: ANOTHER }),
  },
  {
    claim: "was seen at the mark's version",
    before: known(at(5), { a: 5 }),
    call: putting(apply(5, ["a"]), "a"),
    reply: { kind: "SEEN" },
  },
  {
    claim: "was seen below it",
    before: known(at(5), { a: 5 }),
    call: apply(4, ["a"]),
    reply: { kind: "SEEN" },
  },
  {
    claim: "by another writer was seen below it: a late one never lowers the version",
    before: known(made(7), { a: 7 }),
    call: apply(6, ["a"], { writer: "theirs" }),
    reply: { kind: "SEEN" },
  },
  {
    claim: "follows a gap",
    before: known(at(5), { a: 5 }),
    call: putting(apply(7, ["a"]), "a"),
    reply: { kind: "GAP" },
  },
  {
    claim: "was seen where it is condemned",
    before: fresh(CONDEMNED),
    call: apply(6, ["a"]),
    reply: { kind: "SEEN" },
  },
  {
    claim: "raises the version, notes its keys, and replaces what the committer has",
    before: known(at(5), { a: 4, b: 5 }),
    call: putting(apply(6, ["a", "c"]), "a", "d"),
    reply: { kind: "APPLIED", stored: ["a", "d"] },
    after: known(made(6), { b: 5, a: 6, c: 6 }),
  },
  {
    claim: "that names no keys says all the same that nothing else has changed",
    before: known(at(5), { a: 5 }),
    call: apply(6, []),
    reply: APPLIED,
    after: known(made(6), { a: 5, [NO_KEY]: 6 }),
  },
  {
    claim: "raises the fill floor to the old version where no change is known",
    before: known(at(5)),
    call: apply(6, ["a"]),
    reply: APPLIED,
    after: known(made(6, { fillFloor: 5 }), { a: 6 }),
  },
  {
    claim: "does so where it is too long ago",
    before: known(at(5), { a: 5 }),
    call: apply(6, ["b"]),
    age: 11 * 60_000,
    reply: APPLIED,
    after: known(made(6, { fillFloor: 5 }), { b: 6 }),
  },
  {
    claim: "remembers as many keys as it may",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["k0"]),
    reply: APPLIED,
    after: known(made(8), { ...full(8, 7) }),
  },
  {
    claim: "raises the fill floor to the change that it forgets",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["a"]),
    reply: APPLIED,
    after: known(made(8, { fillFloor: 6 }), { ...full(6, 7), a: 8 }),
  },
  {
    claim: "raises it to the last of those that it forgets",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["a", "b"]),
    reply: APPLIED,
    after: known(made(8, { fillFloor: 7 }), { a: 8, b: 8 }),
  },
  {
    claim: "remembers longest what changed last, however long it is known",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["k0", "a"]),
    reply: APPLIED,
    after: known(made(8, { fillFloor: 7 }), { k0: 8, a: 8 }),
  },
  {
    claim: "forgets changes of no key as it does others",
    before: known(at(7), { [NO_KEY]: 5, ...full(6, 7) }),
    call: apply(8, ["k0"]),
    reply: APPLIED,
    after: known(made(8, { fillFloor: 5 }), full(8, 7)),
  },
  {
    claim: "that flushes raises both floors, and has those of types go, and all that was said of writers",
    before: known(at(5, { writers: { mine: 4, theirs: 5 }, typeFloors: { Character: 4 } }), { a: 5 }),
    call: apply(6, [], { flush: true }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "that purges a type raises that type's floor alone",
    before: known(at(5, { typeFloors: { Character: 4, Location: 4 } }), { a: 5 }),
    call: apply(6, [], { flush: true, purged: "Character" }),
    reply: APPLIED,
    after: known(made(6, { typeFloors: { Character: 6, Location: 4 } }), { a: 5, [NO_KEY]: 6 }),
  },
  {
    claim: "says who made it, and when others did last",
    before: known(at(6, { writers: { mine: 5, theirs: 6 } }), { a: 6 }),
    call: apply(7, ["b"]),
    reply: APPLIED,
    after: known(at(7, { writers: { mine: 7, theirs: 6 } }), { a: 6, b: 7 }),
  },
  {
    claim: "of whom nobody knows flushes: what it says of keys can't be understood",
    before: known(made(5), { a: 5 }),
    call: apply(6, ["a"], { writer: "" }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "of whom nobody knows flushes though it purges one type",
    before: known(made(5, { typeFloors: { Character: 4 } }), { a: 5 }),
    call: apply(6, [], { writer: "", flush: true, purged: "Character" }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "by one of as many writers as are kept apart leaves them",
    before: known(at(20, { writers: writersFrom(5) }), { a: 20 }),
    call: apply(21, ["a"], { writer: "w0" }),
    reply: APPLIED,
    after: known(at(21, { writers: { ...writersFrom(5), w0: 21 } }), { a: 21 }),
  },
  {
    claim: "by one more has the one go that made nothing for longest, and raises both floors to that",
    before: known(at(20, { writers: writersFrom(5) }), { a: 20 }),
    call: apply(21, ["a"]),
    reply: APPLIED,
    after: known(
      at(21, {
        writers: Object.fromEntries([...Object.entries(writersFrom(5)).slice(1), ["mine", 21]]),
        flushFloor: 5,
        fillFloor: 5,
      }),
      { a: 21 },
    ),
  },
];
