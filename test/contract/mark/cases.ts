import { CONDEMNED, type Mark, NO_KEY, type Source } from "../../../src/cache/mark.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import type { Call, Reply, State } from "./player.ts";

/** What is claimed, what is known before, what is asked, and what has to come of it. */
export interface Case {
  readonly claim: string;
  readonly before: State;
  readonly call: Call;
  /** Who asks; by default the store's and the definitions' that the marks here have. */
  readonly source?: Source;
  /** How long ago `recent` was last changed, in milliseconds; by default it was just now. */
  readonly age?: number;
  readonly reply: Reply;
  /** By default what was before. */
  readonly after?: State;
}

export const SOURCE: Source = { epoch: "store", definitions: 2 };
const OLDER: Source = { epoch: "store", definitions: 1 };
const NEWER: Source = { epoch: "store", definitions: 3 };
const ANOTHER: Source = { epoch: "another", definitions: 2 };

/** A mark that was opened at version 3, and has come to this one. */
function at(version: number, more: Partial<Mark> = {}): Mark {
  return { version, epoch: "store", definitions: 2, flushFloor: 3, fillFloor: 3, typeFloors: {}, ...more };
}

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
  values: keys.map((key) => [key, "Character"]),
});
type Change = Extract<Call, { kind: "apply" }>["entry"];
const apply = (version: number, keys: readonly string[], more: Partial<Change> = {}): Call => ({
  kind: "apply",
  entry: { version, keys, flush: false, purged: null, definitions: 2, ...more },
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
    source: ANOTHER,
    reply: null,
    after: fresh(4, { epoch: "another" }),
  },
  {
    claim: "takes the place of older definitions' mark",
    before: known(at(9), { a: 9 }),
    call: open(4),
    source: NEWER,
    reply: null,
    after: fresh(4, { definitions: 3 }),
  },
  {
    claim: "leaves newer definitions' mark",
    before: known(at(5)),
    call: open(7, true),
    source: OLDER,
    reply: null,
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
    source: ANOTHER,
    reply: { kind: "MISSING" },
  },
  {
    claim: "takes older definitions' for none",
    before: known(at(5)),
    call: fill(5, 5, "a"),
    source: NEWER,
    reply: { kind: "MISSING" },
  },
  {
    claim: "stores nothing under newer definitions",
    before: known(at(5)),
    call: fill(5, 5, "a"),
    source: OLDER,
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
        ["l", "Location"],
        ["c", "Character"],
      ],
    },
    reply: filled(6, "changed", "stored"),
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
    source: ANOTHER,
    reply: { kind: "OPENED", stored: [] },
    after: fresh(4, { epoch: "another" }),
  },
  {
    claim: "opens it over older definitions' mark",
    before: known(at(5), { a: 5 }),
    call: apply(6, ["a"], { definitions: 3 }),
    source: NEWER,
    reply: { kind: "OPENED", stored: [] },
    after: fresh(6, { definitions: 3 }),
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
    after: known(at(6), { b: 5, a: 6, c: 6 }),
  },
  {
    claim: "that names no keys says all the same that nothing else has changed",
    before: known(at(5), { a: 5 }),
    call: apply(6, []),
    reply: APPLIED,
    after: known(at(6), { a: 5, [NO_KEY]: 6 }),
  },
  {
    claim: "raises the fill floor to the old version where no change is known",
    before: known(at(5)),
    call: apply(6, ["a"]),
    reply: APPLIED,
    after: known(at(6, { fillFloor: 5 }), { a: 6 }),
  },
  {
    claim: "does so where it is too long ago",
    before: known(at(5), { a: 5 }),
    call: apply(6, ["b"]),
    age: 11 * 60_000,
    reply: APPLIED,
    after: known(at(6, { fillFloor: 5 }), { b: 6 }),
  },
  {
    claim: "remembers as many keys as it may",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["k0"]),
    reply: APPLIED,
    after: known(at(8), { ...full(8, 7) }),
  },
  {
    claim: "raises the fill floor to the change that it forgets",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["a"]),
    reply: APPLIED,
    after: known(at(8, { fillFloor: 6 }), { ...full(6, 7), a: 8 }),
  },
  {
    claim: "raises it to the last of those that it forgets",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["a", "b"]),
    reply: APPLIED,
    after: known(at(8, { fillFloor: 7 }), { a: 8, b: 8 }),
  },
  {
    claim: "remembers longest what changed last, however long it is known",
    before: known(at(7), full(6, 7)),
    call: apply(8, ["k0", "a"]),
    reply: APPLIED,
    after: known(at(8, { fillFloor: 7 }), { k0: 8, a: 8 }),
  },
  {
    claim: "forgets changes of no key as it does others",
    before: known(at(7), { [NO_KEY]: 5, ...full(6, 7) }),
    call: apply(8, ["k0"]),
    reply: APPLIED,
    after: known(at(8, { fillFloor: 5 }), full(8, 7)),
  },
  {
    claim: "that flushes raises both floors, and has those of types go",
    before: known(at(5, { typeFloors: { Character: 4 } }), { a: 5 }),
    call: apply(6, [], { flush: true }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "that purges a type raises that type's floor alone",
    before: known(at(5, { typeFloors: { Character: 4, Location: 4 } }), { a: 5 }),
    call: apply(6, [], { flush: true, purged: "Character" }),
    reply: APPLIED,
    after: known(at(6, { typeFloors: { Character: 6, Location: 4 } }), { a: 5, [NO_KEY]: 6 }),
  },
  {
    claim: "under older definitions flushes: what it says of keys can't be understood",
    before: known(at(5), { a: 5 }),
    call: apply(6, ["a"], { definitions: 1 }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "under newer definitions flushes, and so does its purge of a type",
    before: known(at(5), { a: 5 }),
    call: apply(6, [], { definitions: 3, flush: true, purged: "Character" }),
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "of older definitions flushes newer definitions' mark, and replaces nothing there",
    before: known(at(5), { a: 5 }),
    call: putting(apply(6, ["a"], { definitions: 1 }), "a"),
    source: OLDER,
    reply: APPLIED,
    after: known(at(6, { flushFloor: 6, fillFloor: 6 }), {}),
  },
  {
    claim: "of newer definitions is understood by their mark, whoever brings it",
    before: known(at(5), { a: 5 }),
    call: apply(6, ["b"]),
    source: OLDER,
    reply: APPLIED,
    after: known(at(6), { a: 5, b: 6 }),
  },
];
