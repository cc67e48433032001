import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import type { Draft } from "../../src/store/draft.ts";
import type { Random } from "../coherence/random.ts";
import type { Definitions } from "./definitions.ts";
import { characterOf, flagOf, LANGUAGES, placeOf } from "./targets.ts";

/** Something that a client wants done to a world. Each can be done whatever the world is like, be it as nothing. */
export type Deed = { readonly world: string; readonly note: number } & (
  | {
      /** Makes it, also again, or changes and moves it, publishes it or not. */
      readonly kind: "put";
      readonly local: string;
      readonly shown: boolean;
      readonly language: string;
      readonly placed: boolean;
    }
  | { readonly kind: "remove"; readonly local: string }
  | { readonly kind: "flag" | "place" | "note" | "begin" | "end" | "import" | "purge worlds" }
  | { readonly kind: "rename"; readonly name: string }
  | { readonly kind: "purge"; readonly type: string | null }
);

/** Worlds are ordered by name. */
const NAMES = ["first", "last"] as const;

/** `note`: another one for each. */
export function anyDeed(
  random: Random,
  { worlds, characters }: { readonly worlds: readonly string[]; readonly characters: readonly string[] },
  note: number,
): Deed {
  const world = random.pick(worlds);
  const of = { world, note };
  const chance = random.next();
  if (chance < 0.62) {
    const [local, language, placed] = [random.pick(characters), random.pick(LANGUAGES), random.chance(0.4)];
    return { ...of, kind: "put", local, language, placed, shown: random.chance(0.85) };
  }
  if (chance < 0.74) return { ...of, kind: "remove", local: random.pick(characters) };
  if (chance < 0.765) return { ...of, kind: "flag" };
  if (chance < 0.79) return { ...of, kind: "place" };
  if (chance < 0.81) return { ...of, kind: "note" };
  if (chance < 0.83) return { ...of, kind: "rename", name: random.pick(NAMES) };
  if (chance < 0.88) return { ...of, kind: "purge", type: "Character" };
  if (chance < 0.91) return { ...of, kind: "purge", type: null };
  if (chance < 0.92) return { ...of, kind: "purge worlds" };
  if (chance < 0.945) return { ...of, kind: "end" };
  if (chance < 0.97) return { ...of, kind: "begin" };
  return { ...of, kind: "import" };
}

/** What makes a world that has something to read. */
export function firstDeeds(world: string): readonly Deed[] {
  const of = { world, note: 1 };
  return [
    { ...of, kind: "begin" },
    { ...of, kind: "put", local: "a", language: "en", placed: true, shown: true },
    { ...of, kind: "put", local: "b", language: "fr", placed: false, shown: true },
    { ...of, kind: "flag" },
  ];
}

export function scopesOf({ kind, world }: Deed): readonly string[] {
  if (kind === "purge worlds") return [WORLDS];
  return kind === "begin" || kind === "end" || kind === "rename" ? [world, WORLDS] : [world];
}

/** Does it, in a change of its scopes. */
export async function perform(deed: Deed, draft: Draft, definitions: Definitions): Promise<number> {
  const { world, note } = deed;
  const text = String(note);
  if (deed.kind === "purge worlds") draft.purge(WORLDS, null);
  else if (deed.kind === "begin") {
    if (!draft.exists(world)) await beginWorld(draft, definitions, world, text);
  } else if (draft.exists(world)) await change(deed, draft, definitions, text);
  return note;
}

async function beginWorld(
  draft: Draft,
  definitions: Definitions,
  world: string,
  note: string,
): Promise<void> {
  await draft.create(definitions.world, world, { name: NAMES[0], note });
  await draft.create(definitions.place, placeOf(world), { note });
}

async function change(deed: Deed, draft: Draft, definitions: Definitions, note: string): Promise<void> {
  const { world } = deed;
  if (deed.kind === "purge") return draft.purge(world, deed.type);
  if (deed.kind === "put" || deed.kind === "remove") {
    const id = characterOf(world, deed.local);
    const known = await draft.get(definitions.character, id);
    if (deed.kind === "remove") return void (known && (await draft.remove(definitions.character, known)));
    const place = deed.placed && (await draft.taken(placeOf(world))) ? placeOf(world) : null;
    const fields = { note, language: deed.language, place, shown: deed.shown ? "YES" : "NO" };
    if (known) await draft.update(definitions.character, known, fields);
    else await draft.create(definitions.character, id, fields);
    return;
  }
  if (deed.kind === "flag") {
    const known = await draft.get(definitions.flag, flagOf(world));
    if (known) await draft.update(definitions.flag, known, { note });
    else await draft.create(definitions.flag, flagOf(world), { key: "f", note });
    return;
  }
  if (deed.kind === "place") {
    const known = await draft.get(definitions.place, placeOf(world));
    if (known) await draft.update(definitions.place, known, { note });
    return;
  }
  const root = (await draft.get(definitions.world, world))!;
  if (deed.kind === "end") await draft.remove(definitions.world, root);
  else if (deed.kind === "rename") await draft.update(definitions.world, root, { name: deed.name, note });
  else await draft.update(definitions.world, root, { note });
}

/** What an import puts in the place of a world: it, a place, and two characters. */
export function contentsOf({ world, note }: Deed): Entity[] {
  const common = { version: 0, born: 0, seq: 0, createdAt: AT, updatedAt: AT, note: String(note) };
  const character = (local: string, language: string, place: string | null) => ({
    ...common,
    __typename: "Character",
    id: characterOf(world, local),
    language,
    place,
    shown: "YES",
  });
  return [
    { ...common, __typename: "World", id: world, name: NAMES[1] },
    { ...common, __typename: "Location", id: placeOf(world) },
    character("a", "en", placeOf(world)),
    character("b", "fr", null),
  ];
}

const AT = "2026-01-01T00:00:00.000Z";
