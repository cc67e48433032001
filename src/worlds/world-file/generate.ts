import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Registry } from "../../entities/registry.ts";
import { sectionsOf } from "./format.ts";
import { createInventor, type Dice, type Inventor } from "./invent.ts";
import { createWorldFileWriter } from "./write.ts";

export interface GenerateOptions {
  readonly registry: Registry;
  readonly characters: number;
  readonly events: number;
  /** The same seed and sizes make the same bytes. */
  readonly seed: number;
  /** The world's local id. */
  readonly id?: string;
  /** Takes the file's text, and is ended after it. */
  readonly out: Writable;
  readonly onProgress?: (entities: number, ofEntities: number) => void;
  readonly signal?: AbortSignal;
}

/** Writes a made-up world of any size as a world file: for trials, and for measuring. */
export async function generateWorld(options: GenerateOptions): Promise<void> {
  await pipeline(textOf(options), options.out, { signal: options.signal });
}

const BATCH = 500;
const LANGUAGES = ["en", "en", "en", "fr", "fr", "el", "ja", "de", "pt-BR", "ar", "hi", "zh-Hant"];
const TRAITS = [
  "brave",
  "cunning",
  "kind",
  "proud",
  "patient",
  "restless",
  "loyal",
  "curious",
  "grim",
  "merry",
];
const TOPICS = ["the harvest", "the war", "an old debt", "the weather", "a wedding", "the missing ships"];
const WEATHER = ["clear", "rain", "fog", "wind", "snow"];
const FIRST_DAY = Date.UTC(1200, 0, 1);
const DAY = 24 * 3_600_000;
const SPAN = 300 * 365 * DAY;

/** What all makers of entries know. */
interface Plan {
  readonly invent: Inventor;
  readonly locations: number;
  readonly characters: number;
  readonly objects: number;
  readonly events: number;
}

async function* textOf(options: GenerateOptions): AsyncGenerator<string> {
  const { characters, events, seed, id = `generated-${seed}` } = options;
  const plan: Plan = {
    invent: createInventor(seed),
    locations: Math.min(Math.max(Math.ceil(characters / 20), 5), 5_000),
    characters,
    objects: Math.ceil(characters / 4) + 5,
    events,
  };
  const world = {
    id,
    name: `The lands around ${plan.invent.locationName(0)}`,
    description: `A made-up world of ${characters} characters and ${events} events, from seed ${seed}.`,
    status: "ACTIVE",
  };
  const entries: Record<string, [number, (index: number) => object]> = {
    world: [1, () => world],
    flags: [FLAGS.length, (index) => flag(plan, index)],
    locations: [plan.locations, (index) => location(plan, index)],
    characters: [plan.characters, (index) => character(plan, index)],
    objects: [plan.objects, (index) => object(plan, index)],
    events: [plan.events, (index) => event(plan, index)],
  };
  const sections = sectionsOf(options.registry);
  const writer = createWorldFileWriter(sections);
  const total = Object.values(entries).reduce((sum, [count]) => sum + count, 0);
  let written = 0;
  for (const section of sections) {
    const [count, make] = entries[section.name] ?? [0, () => ({})];
    for (let from = 0; from < count; from += BATCH) {
      const size = Math.min(BATCH, count - from);
      yield writer.entries(
        section,
        Array.from({ length: size }, (_, index) => make(from + index)),
      );
      written += size;
      options.onProgress?.(written, total);
    }
  }
  yield writer.end();
}

const FLAGS = ["war-is-over", "winter-has-come", "bridge-is-open", "price-of-grain", "ruler", "plague"];

function flag({ invent }: Plan, index: number): object {
  const { roll, below } = invent.dice("flag", index);
  const values = [
    roll() < 0.5,
    roll() < 0.5,
    roll() < 0.5,
    below(100),
    invent.characterName(0),
    { cases: below(50) },
  ];
  return { key: FLAGS[index], value: values[index] };
}

/** Ways lead from each place to three others further out and back, so that every place can be reached. */
function location({ invent, locations }: Plan, index: number): object {
  const { below } = invent.dice("location", index);
  const neighbours = [3 * index + 1, 3 * index + 2, 3 * index + 3].filter((other) => other < locations);
  if (index > 0) neighbours.unshift(inwards(index));
  const exits = new Map(
    neighbours.map((other) => [`to ${invent.locationName(other)}`, `location:l${other}`] as const),
  );
  return {
    id: `l${index}`,
    name: invent.locationName(index),
    kind: invent.locationKind(index),
    coordinates: { x: below(10_000), y: below(10_000) },
    exits: [...exits].map(([label, to]) => ({ label, to })),
  };
}

function inwards(location: number): number {
  return Math.floor((location - 1) / 3);
}

function character(plan: Plan, index: number): object {
  const { invent } = plan;
  const { pick, roll, below } = invent.dice("character", index);
  return {
    id: `c${index}`,
    name: invent.characterName(index),
    description: `Born near ${invent.locationName(below(plan.locations))}, and seldom speaks of it.`,
    language: pick(LANGUAGES),
    status: roll() < 0.8 ? "ACTIVE" : "DORMANT",
    traits: [...new Set([pick(TRAITS), pick(TRAITS)])],
    location: `location:l${homeOf(plan, index)}`,
  };
}

function homeOf({ invent, locations }: Plan, character: number): number {
  return invent.dice("home", character).below(locations);
}

function object(plan: Plan, index: number): object {
  const { roll, below } = plan.invent.dice("object", index);
  const carried = plan.characters > 0 && roll() < 0.7;
  return {
    id: `o${index}`,
    name: plan.invent.objectName(index),
    holder: carried ? `character:c${below(plan.characters)}` : `location:l${below(plan.locations)}`,
  };
}

/** Happenings at equal distances in time, give or take. */
function event(plan: Plan, index: number): object {
  const chance = plan.invent.dice("event", index);
  const at = FIRST_DAY + Math.floor(((index + chance.roll()) / plan.events) * SPAN);
  const { kind, summary, involves } = happening(plan, chance);
  return {
    id: `e${index}`,
    kind,
    summary,
    occurredAt: new Date(at).toISOString(),
    moment: `day ${Math.floor((at - FIRST_DAY) / DAY) + 1}`,
    data: { weather: chance.pick(WEATHER), witnesses: chance.below(20) },
    involves: [...new Set(involves)],
  };
}

function happening(plan: Plan, { below, pick }: Dice): { kind: string; summary: string; involves: string[] } {
  const { invent } = plan;
  if (plan.characters === 0) {
    const place = below(plan.locations);
    const summary = `A storm breaks over ${invent.locationName(place)}.`;
    return { kind: "storm", summary, involves: [`location:l${place}`] };
  }
  const first = below(plan.characters);
  const second = (first + 1 + below(Math.max(plan.characters - 1, 1))) % plan.characters;
  const thing = below(plan.objects);
  const place = homeOf(plan, first);
  const [one, other] = [invent.characterName(first), invent.characterName(second)];
  const where = invent.locationName(place);
  const [who, whom] = [`character:c${first}`, `character:c${second}`];
  const [what, at] = [`object:o${thing}`, `location:l${place}`];
  const next = place > 0 ? inwards(place) : 1;
  return pick([
    () => ({ kind: "arrival", summary: `${one} comes to ${where}.`, involves: [who, at] }),
    () => ({
      kind: "departure",
      summary: `${one} leaves ${where} for ${invent.locationName(next)}.`,
      involves: [who, at, `location:l${next}`],
    }),
    () => ({
      kind: "meeting",
      summary: `${one} and ${other} meet at ${where} and talk of ${pick(TOPICS)}.`,
      involves: [who, whom, at],
    }),
    () => ({
      kind: "quarrel",
      summary: `${one} and ${other} quarrel at ${where} over ${invent.objectName(thing)}.`,
      involves: [who, whom, what, at],
    }),
    () => ({
      kind: "discovery",
      summary: `${one} finds ${invent.objectName(thing)} near ${where}.`,
      involves: [who, what, at],
    }),
  ])();
}
