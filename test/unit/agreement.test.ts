import { describe, expect, test } from "vitest";
import { defineEntity } from "../../src/entities/define.ts";
import { text } from "../../src/entities/fields.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { legendParts } from "../support/legend.ts";
import { vessel, vesselSdl } from "../support/made-up-type.ts";

const registered = createWorldRegistry({}, [vessel]);

describe("a schema and a registry that agree", () => {
  test("make an executable schema", () => {
    expect(() => createSchema(createWorldRegistry())).not.toThrow();
    expect(() => createSchema(registered, { typeDefs: [vesselSdl] })).not.toThrow();
  });
});

describe("a schema and a registry whose types have options of their own", () => {
  const served = createWorldRegistry({}, legendParts.definitions);
  const [sdl] = legendParts.typeDefs!;

  test("agree without a type for what is internal, or a value of EntityType for what is virtual", () => {
    expect(() => createSchema(served, legendParts)).not.toThrow();
    expect(problems(served, sdl!.replace("extend enum EntityType { LEGEND }", ""))).toEqual([
      "EntityType has no value LEGEND",
    ]);
    expect(problems(served, `${sdl} extend enum EntityType { SQUARE MARK }`)).toEqual([
      "EntityType.SQUARE has no definition",
      "EntityType.MARK has no definition",
    ]);
  });

  test("disagree where the schema has a type for what is internal", () => {
    expect(problems(served, `${sdl} type Mark { note: String! }`)).toEqual([
      "Mark is internal, and the schema has such a type",
    ]);
  });

  test("agree on a list of unpublished entities, whatever its arguments, and on none", () => {
    const drafts = "drafts(first: Int = 20, after: String): [Legend]!";
    expect(sdl).toContain(drafts);
    const connection = sdl!.replace(drafts, "drafts(of: ID!, first: Int): LegendConnection!");
    expect(() => createSchema(served, { ...legendParts, typeDefs: [connection] })).not.toThrow();
    const none = { Mutation: legendParts.resolvers!.Mutation! };
    const without = { typeDefs: [sdl!.replace(drafts, "")], resolvers: none };
    expect(() => createSchema(served, without)).not.toThrow();
  });
});

describe("a registry with more than the schema is refused", () => {
  test("when a type isn't served", () => {
    expect(problems(registered, "")).toEqual([
      "EntityType has no value VESSEL",
      "Vessel is registered, and the schema has no such type",
      "the list World.vessels is defined, and not in the schema",
      "the list Location.vessels is defined, and not in the schema",
    ]);
  });

  test.each([
    ["a value of EntityType", "extend enum EntityType { VESSEL }", "EntityType has no value VESSEL"],
    ["a field", "    crew: [String!]!\n", "Vessel.crew is defined, and not in the schema"],
    [
      "a list",
      "extend type Location { vessels(first: Int = 20, after: String): VesselConnection! }",
      "the list Location.vessels is defined, and not in the schema",
    ],
    ["a filter", ", berthId: ID)", "World.vessels can be filtered by berthId, and not in the schema", ")"],
  ])("when %s isn't served", (_, cut, problem, instead = "") => {
    expect(vesselSdl).toContain(cut);
    expect(problems(registered, vesselSdl.replace(cut, instead))).toEqual([problem]);
  });

  test("when a list is served as something else", () => {
    const nullable = vesselSdl.replace(
      "VesselConnection! }\n  extend type WorldState",
      "VesselConnection }\n  extend type WorldState",
    );
    expect(problems(registered, nullable)).toEqual([
      "World.vessels is a list of Vessel, and in the schema a VesselConnection",
    ]);
  });
});

test("a registry and a schema are refused whose lists have other orders", () => {
  const { lists, ...rest } = vessel;
  const orders = ["NEWEST_FIRST", "BY_NAME"].map((order) => ({
    name: order,
    by: ["name"],
    suffix: `:${order}`,
  }));
  const ordered = lists.map((list) => (list.coordinate === "World.vessels" ? { ...list, orders } : list));
  const other = createWorldRegistry({}, [{ ...rest, lists: ordered }]);
  const sdl = vesselSdl.replace("rig: Rig, berthId", "rig: Rig, order: TimelineOrder, berthId");
  expect(problems(other, sdl)).toEqual([
    "World.vessels has an order BY_NAME, and not in the schema",
    "World.vessels takes the order OLDEST_FIRST, which isn't defined",
  ]);
});

describe("a schema with more than the registry is refused", () => {
  test("when a type isn't registered", () => {
    expect(problems(createWorldRegistry(), vesselSdl)).toEqual([
      "EntityType.VESSEL has no definition",
      "Vessel is a Node in the schema, and isn't registered",
      "Location.vessels is in the schema, and no such list is defined",
      "World.vessels is in the schema, and no such list is defined",
    ]);
  });

  test("when a list isn't defined, or hidden", () => {
    const sdl = `
      extend type Character { vessels(first: Int): VesselConnection! }
      extend type Location { entrances(first: Int): LocationConnection! }
    `;
    expect(problems(registered, vesselSdl + sdl)).toEqual([
      "Character.vessels is in the schema, and no such list is defined",
      "Location.entrances is in the schema, and no such list is defined",
    ]);
  });

  test("when a filter isn't defined", () => {
    expect(
      problems(registered, vesselSdl.replace("rig: Rig, berthId", "rig: Rig, name: String, berthId")),
    ).toEqual(["World.vessels takes name, and no such filter is defined"]);
  });

  test("when nothing answers a root field", () => {
    const sdl = "extend type Mutation { sinkVessel(id: ID!): Vessel } extend type Query { fleet: [Vessel!] }";
    expect(() => createSchema(registered, { typeDefs: [vesselSdl, sdl] })).toThrow(
      "the schema has fields without a resolver: Query.fleet, Mutation.sinkVessel",
    );
    const resolvers = { Mutation: { sinkVessel: () => null }, Query: { fleet: () => [] } };
    expect(() => createSchema(registered, { typeDefs: [vesselSdl, sdl], resolvers })).not.toThrow();
  });
});

test("disagreements in both directions are named together", () => {
  const raft = defineEntity("Raft", {
    prefix: "raft",
    plural: "rafts",
    ttl: 60,
    fields: { name: text({ max: 10 }) },
  });
  expect(problems(createWorldRegistry({}, [raft]), "extend enum EntityType { SHIP }")).toEqual([
    "EntityType has no value RAFT",
    "Raft is registered, and the schema has no such type",
    "EntityType.SHIP has no definition",
  ]);
});

function problems(registry: typeof registered, sdl: string): string[] {
  try {
    createSchema(registry, { typeDefs: [sdl] });
    return [];
  } catch (error) {
    const [heading, ...lines] = (error as Error).message.split("\n");
    expect(heading).toBe("schema and registry disagree:");
    return lines.map((line) => line.trim());
  }
}
