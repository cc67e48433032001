/** Makes up names and happenings: the same for the same seed, kind and number, in any order. */
export interface Inventor {
  /** A source of chance for one thing. */
  dice(kind: string, number: number): Dice;
  characterName(number: number): string;
  locationName(number: number): string;
  locationKind(number: number): string;
  objectName(number: number): string;
}

export interface Dice {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
  /** From 0 to below 1. */
  roll(): number;
}

const ONSETS = [
  "B",
  "D",
  "F",
  "G",
  "K",
  "L",
  "M",
  "N",
  "P",
  "R",
  "S",
  "T",
  "V",
  "Th",
  "Br",
  "El",
  "Kh",
  "Or",
];
const NUCLEI = ["a", "e", "i", "o", "u", "ae", "ia", "ei"];
const MIDDLES = ["l", "r", "n", "st", "nd", "m", "v", "ss", "rk", "th"];
const ENDINGS = ["a", "is", "on", "el", "or", "en", "ia", "us", "ys", "im"];
const EPITHETS = [
  "the Elder",
  "the Quiet",
  "the Lame",
  "the Weaver",
  "the Younger",
  "of the Hill",
  "Ironhand",
];
const KINDS = [
  "village",
  "harbour",
  "forest",
  "market",
  "temple",
  "island",
  "mountain",
  "inn",
  "ruin",
  "ford",
];
const MATERIALS = ["bronze", "silver", "oaken", "painted", "broken", "ivory", "woollen", "old"];
const THINGS = [
  "cup",
  "bow",
  "lamp",
  "key",
  "cloak",
  "lyre",
  "shield",
  "ring",
  "map",
  "oar",
  "mirror",
  "knife",
];

export function createInventor(seed: number): Inventor {
  const dice = (kind: string, number: number): Dice => {
    const roll = mulberry32(hash(`${seed} ${kind} ${number}`));
    const below = (bound: number) => Math.floor(roll() * bound);
    return { roll, below, pick: (from) => from[below(from.length)]! };
  };
  const word = ({ pick, roll }: Dice) =>
    pick(ONSETS) +
    pick(NUCLEI) +
    pick(MIDDLES) +
    (roll() < 0.4 ? pick(NUCLEI) + pick(MIDDLES) : "") +
    pick(ENDINGS);
  const locationKind = (number: number) => dice("kind", number).pick(KINDS);
  return {
    dice,
    characterName: (number) => {
      const chance = dice("name", number);
      const name = word(chance);
      return chance.roll() < 0.25 ? `${name} ${chance.pick(EPITHETS)}` : name;
    },
    locationName: (number) => {
      const kind = locationKind(number);
      return `The ${kind[0]!.toUpperCase()}${kind.slice(1)} of ${word(dice("place", number))}`;
    },
    locationKind,
    objectName: (number) => {
      const chance = dice("thing", number);
      return `the ${chance.pick(MATERIALS)} ${chance.pick(THINGS)} of ${word(chance)}`;
    },
  };
}

/** Tommy Ettinger's generator, the usual choice where 32 bits of state do: fast, and seeded by one number. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}
