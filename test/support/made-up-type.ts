import { defineEntity } from "../../src/entities/define.ts";
import { listOf, oneOf, reference, text } from "../../src/entities/fields.ts";

/** An entity type that no part of the program was written for. */
export const vessel = defineEntity("Vessel", {
  prefix: "vessel",
  plural: "vessels",
  ttl: 60,
  fields: {
    name: text({ max: 100 }),
    rig: oneOf(["GALLEY", "SLOOP"], { default: "GALLEY" }),
    crew: listOf(text({ max: 100 }), { max: 3 }),
    berth: reference("Location", { edge: "BERTHED_AT", optional: true }),
  },
  lists: {
    "World.vessels": { filters: ["rig", "berth"], order: ["name"] },
    "Location.vessels": { parent: "berth", order: ["name"] },
  },
});

/** All else that it takes to serve it. */
export const vesselSdl = /* GraphQL */ `
  type Vessel implements Node {
    id: ID!
    world: World!
    name: String!
    rig: Rig!
    crew: [String!]!
    berth: Location
    version: Version!
    createdAt: DateTime!
    updatedAt: DateTime!
  }
  enum Rig { GALLEY SLOOP }
  type VesselConnection { edges: [VesselEdge!]! nodes: [Vessel!]! pageInfo: PageInfo! totalCount: Int! }
  type VesselEdge { cursor: String! node: Vessel! }

  extend enum EntityType { VESSEL }
  extend type Query { vessel(id: ID!): Vessel }
  extend type World { vessels(first: Int = 20, after: String, rig: Rig, berthId: ID): VesselConnection! }
  extend type WorldState { vesselCount: Int! }
  extend type Location { vessels(first: Int = 20, after: String): VesselConnection! }
  extend type Mutation {
    createVessel(input: CreateVesselInput!): CreateVesselPayload
    updateVessel(input: UpdateVesselInput!): UpdateVesselPayload
    deleteVessel(input: DeleteVesselInput!): DeleteVesselPayload
  }

  input CreateVesselInput {
    worldId: ID!
    id: String
    name: String!
    rig: Rig
    crew: [String!]
    berthId: ID
    idempotencyKey: String
  }
  input UpdateVesselInput {
    id: ID!
    name: String
    rig: Rig
    crew: [String!]
    berthId: ID
    expectedVersion: Version
    idempotencyKey: String
  }
  input DeleteVesselInput { id: ID! expectedVersion: Version idempotencyKey: String }
  type CreateVesselPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! vessel: Vessel! }
  type UpdateVesselPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! vessel: Vessel! }
  type DeleteVesselPayload implements Change { worldId: ID! version: Version! epoch: String! tags: [String!]! deletedId: ID! }
`;
