import { defineEntity } from "../../src/entities/define.ts";
import { number, oneOf, reference, text } from "../../src/entities/fields.ts";
import type { Context } from "../../src/graphql/context.ts";
import type { SchemaParts } from "../../src/graphql/schema.ts";
import { chain } from "../../src/worlds/chain.ts";

/*
 * Types that the program doesn't have, each with an option of its own: legends that are published or not, squares of
 * a board that have no rows, and marks that nobody is told of.
 */

export const legend = defineEntity("Legend", {
  prefix: "legend",
  plural: "legends",
  published: { publication: "PUBLISHED" },
  fields: {
    name: text({ max: 100 }),
    publication: oneOf(["DRAFT", "PUBLISHED"], { default: "DRAFT" }),
    teller: reference("Character", { edge: "TOLD_BY", optional: true }),
    scene: reference("Square", { edge: "SET_ON", optional: true }),
  },
  lists: {
    "World.legends": { order: ["name"] },
    "Character.legends": { parent: "teller", order: ["name"] },
    "Character.drafts": { parent: "teller", order: ["name"], unpublished: true },
    "Character.everyLegend": { parent: "teller", order: ["name"], hidden: true },
    "Square.legends": { parent: "scene", order: ["name"] },
    "Square.everyLegend": { parent: "scene", order: ["name"], hidden: true },
  },
});

const SQUARE = /^([a-h])([1-8])$/;

export const square = defineEntity("Square", {
  prefix: "square",
  plural: "squares",
  fields: { file: text({ max: 1 }), rank: number() },
  virtual: (local) => {
    const [, file, rank] = SQUARE.exec(local) ?? [];
    return file ? { file, rank: Number(rank) } : null;
  },
});

export const mark = defineEntity("Mark", {
  prefix: "mark",
  plural: "marks",
  internal: true,
  fields: { note: text({ max: 100 }) },
});

const sdl = /* GraphQL */ `
  type Legend implements Node {
    id: ID! world: World! name: String! publication: LegendPublication! teller: Character scene: Square version: Version!
  }
  enum LegendPublication { DRAFT PUBLISHED }
  type LegendConnection { edges: [LegendEdge!]! nodes: [Legend!]! pageInfo: PageInfo! }
  type LegendEdge { cursor: String! node: Legend! }
  type Square implements Node {
    id: ID! world: World! file: String! rank: Int!
    legends(first: Int = 20, after: String): LegendConnection!
  }

  extend enum EntityType { LEGEND }
  extend type Query { legend(id: ID!): Legend square(id: ID!): Square }
  extend type World { legends(first: Int = 20, after: String): LegendConnection! }
  extend type WorldState { legendCount: Int! }
  extend type Character {
    legends(first: Int = 20, after: String): LegendConnection!
    drafts(first: Int = 20, after: String): [Legend]!
  }
  extend type Mutation {
    createLegend(input: CreateLegendInput!): LegendPayload
    updateLegend(input: UpdateLegendInput!): LegendPayload
    makeMark(worldId: ID!, id: String!, note: String!): Version
  }
  input CreateLegendInput { worldId: ID! id: String name: String! publication: LegendPublication tellerId: ID sceneId: ID idempotencyKey: String }
  input UpdateLegendInput { id: ID! name: String publication: LegendPublication expectedVersion: Version idempotencyKey: String }
  type LegendPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! legend: Legend! }
`;

/** All that it takes to serve them; whoever asks for drafts is shown them. */
export const legendParts: SchemaParts & {
  readonly definitions: readonly [typeof legend, typeof square, typeof mark];
} = {
  definitions: [legend, square, mark],
  typeDefs: [sdl],
  resolvers: {
    Character: {
      drafts: ({ id }, { first, after }, { reader }: Context) =>
        chain(reader.list("Character.drafts", id, { first, after }), ({ entries }) =>
          entries.map((entry) => reader.loadStored(legend, entry.id)),
        ),
    },
    Mutation: {
      makeMark: async (_, { worldId, id, note }, { services }: Context) => {
        const { versions } = await services.commands.members.create(mark, { worldId, id, note });
        return versions[worldId];
      },
    },
  },
};
