import { defineEntity, type Entity } from "../../src/entities/define.ts";
import { number, reference, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { restricted, sensitive } from "../../src/entities/private-fields.ts";
import type { Readers, Viewer } from "../../src/entities/viewer.ts";
import type { Context } from "../../src/graphql/context.ts";

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
    code: sensitive(text({ max: 100, default: "0" }), { readers: ({ roles }) => roles.has("OPERATOR") }),
  },
});

/** Somebody who is signed in. */
export function viewerCalled(account: string | null, ...roles: string[]): Viewer {
  return { account, roles: new Set(roles), playerOf: () => null };
}

/** What it takes to serve them to a gateway. */
export const privateTypes = {
  definitions: [purse, vault],
  typeDefs: [
    /* GraphQL */ `
      type Purse implements Node {
        id: ID!
        world: World!
        name: String!
        owner: String
        coins: Float
        notes: JSON
        pin: String
        hint: String
        holder: Character
        version: Version!
        createdAt: DateTime!
        updatedAt: DateTime!
      }
      type PurseConnection { edges: [PurseEdge!]! nodes: [Purse!]! pageInfo: PageInfo! }
      type PurseEdge { cursor: String! node: Purse! }
      type Vault implements Node {
        id: ID!
        world: World!
        key: String!
        name: String!
        code: String
        version: Version!
        createdAt: DateTime!
        updatedAt: DateTime!
      }

      extend enum EntityType { PURSE VAULT }
      extend type Query { purse(id: ID!): Purse vault(id: ID!): Vault }
      extend type World {
        purses(first: Int = 20, after: String, owner: String): PurseConnection!
        vaults: [Vault!]!
      }
      extend type WorldState { purseCount: Int! vaultCount: Int! }
      extend type Character { purses(first: Int = 20, after: String): PurseConnection! }
      extend type Mutation {
        createPurse(input: CreatePurseInput!): PursePayload
        updatePurse(input: UpdatePurseInput!): PursePayload
        deletePurse(input: DeleteInput!): DeletePayload
        createVault(input: CreateVaultInput!): VaultPayload
        updateVault(input: UpdateVaultInput!): VaultPayload
        deleteVault(input: DeleteInput!): DeletePayload
      }

      input CreatePurseInput {
        worldId: ID!
        id: String
        name: String!
        owner: String
        coins: Float
        notes: JSON
        pin: String
        hint: String
        holderId: ID
        idempotencyKey: String
      }
      input UpdatePurseInput {
        id: ID!
        name: String
        owner: String
        coins: Float
        notes: JSON
        pin: String
        hint: String
        holderId: ID
        expectedVersion: Version
        idempotencyKey: String
      }
      input CreateVaultInput { worldId: ID! id: String key: String! name: String! code: String idempotencyKey: String }
      input UpdateVaultInput { id: ID! name: String code: String expectedVersion: Version idempotencyKey: String }
      input DeleteInput { id: ID! expectedVersion: Version idempotencyKey: String }
      type PursePayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! purse: Purse! }
      type VaultPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! vault: Vault! }
      type DeletePayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! deletedId: ID! }
    `,
  ],
  resolvers: {
    World: { vaults: ({ id }: Entity, _: unknown, { reader }: Context) => reader.loadTogether(vault, id) },
  },
};
