import { defineEntity } from "../../src/entities/define.ts";
import { number, reference, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { restricted, sensitive } from "../../src/entities/private-fields.ts";
import type { Readers, Viewer } from "../../src/entities/viewer.ts";

/** Whoever's purse it is, and operators. */
const theOwner: Readers = ({ account, roles }, { owner }) =>
  roles.has("OPERATOR") || (account !== null && account === owner);

/** Has fields that aren't for all eyes: numbers, texts and JSON, with readers and without, cached and not. */
export const purse = defineEntity("Purse", {
  prefix: "purse",
  plural: "purses",
  ttl: 60,
  fields: {
    name: text({ max: 100 }),
    owner: text({ max: 100, optional: true }),
    coins: sensitive(number({ default: 0 }), { readers: theOwner }),
    notes: sensitive(json({ maxBytes: 1_000, optional: true }), { readers: theOwner }),
    pin: sensitive(text({ max: 40, optional: true })),
    hint: restricted(text({ max: 100, optional: true }), { readers: theOwner }),
    holder: reference("Character", { edge: "CARRIED_BY", optional: true }),
  },
  lists: {
    "World.purses": { filters: ["owner"], order: ["name"] },
    "Character.purses": { parent: "holder", order: ["name"] },
  },
});

/** All of them are cached as one value. */
export const vault = defineEntity("Vault", {
  prefix: "vault",
  plural: "vaults",
  together: "vaults",
  localField: "key",
  fields: {
    key: text({ max: 64 }),
    name: text({ max: 100 }),
    code: sensitive(text({ max: 100, default: "0" })),
  },
});

/** Somebody who is signed in. */
export function viewerCalled(account: string | null, ...roles: string[]): Viewer {
  return { account, roles: new Set(roles), playerOf: () => null };
}
