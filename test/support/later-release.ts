import { type EntityDefinition, minutes } from "../../src/entities/define.ts";
import { listOf, number, oneOf, record, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { character, ownTypes } from "./own-types.ts";

/**
 * Characters as a later release has them: a rank that was a trait is a field of its own, and there is more to tell of
 * each, of every kind of value that a store has.
 */
export const laterCharacter: EntityDefinition = {
  ...character,
  ttl: minutes(1),
  shape: character.shape + 1,
  upgrade: {
    [character.shape]: ({ name, traits, ...old }) => ({
      name: `${name} the Elder`,
      traits: (traits as string[]).filter((trait) => trait !== "royal"),
      rank: (traits as string[]).includes("royal") ? "ROYAL" : "COMMON",
      ...old,
    }),
  },
  fields: {
    ...character.fields,
    rank: oneOf(["COMMON", "ROYAL"]),
    age: number({ default: 20 }),
    motto: text({ max: 100, optional: true, default: "none" }),
    friends: listOf(text({ max: 100 }), { max: 10 }),
    home: record({ x: number(), y: number() }, { optional: true }),
    notes: json({ maxBytes: 1_000, optional: true }),
  },
};

/** The tests' own types in that release. */
export const laterTypes: readonly EntityDefinition[] = ownTypes.map((one) =>
  one === character ? laterCharacter : one,
);
