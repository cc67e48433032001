import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { offer, stall, trader, ware } from "../support/market-types.ts";

const connection = (type: string) => `
  type ${type}Connection { edges: [${type}Edge!]!  nodes: [${type}!]!  pageInfo: PageInfo! }
  type ${type}Edge { cursor: String!  node: ${type}! }
  extend enum EntityType { ${type.toUpperCase()} }
`;
const payload = (type: string) => `
  type ${type}Payload implements Change {
    worldId: ID!  version: Version!  epoch: String!  tags: [String!]!
    trader: Trader  offer: Offer  ware: Ware
  }
`;

const SDL = `
  ${["Trader", "Offer", "Stall", "Ware"].map(connection).join("")}
  ${["Trader", "Offer", "Ware"].map(payload).join("")}
  type Trader implements Node {
    id: ID!  name: String!
    offers(first: Int = 20, after: String, status: Status = OPEN, order: TraderOrder): OfferConnection!
  }
  type Offer implements Node { id: ID!  name: String!  price: Int!  rating: Float  status: Status!  seller: Trader }
  type Stall implements Node { id: ID!  name: String!  wares(first: Int, after: String, side: Side): WareConnection! }
  type Ware implements Node {
    id: ID!  name: String!  x: Int!  maker: Trader  makerName: String  side: Side!  stall: Stall  version: Version!
  }
  enum Status { OPEN SOLD }
  enum Side { WEST EAST }
  enum OfferOrder { NEWEST_FIRST OLDEST_FIRST CHEAPEST_FIRST BEST_FIRST }
  enum TraderOrder { NEWEST_FIRST DEAREST_FIRST }
  enum WareOrder { BY_NAME EASTERN_FIRST }
  extend type World {
    traders(first: Int = 20, after: String): TraderConnection!
    offers(first: Int = 20, after: String, status: Status, order: OfferOrder = NEWEST_FIRST): OfferConnection!
    wares(first: Int = 20, after: String, side: Side, order: WareOrder): WareConnection!
  }
  extend type Query { trader(id: ID!): Trader  ware(id: ID!): Ware }
  extend type Mutation {
    createTrader(input: TraderInput!): TraderPayload  updateTrader(input: TraderInput!): TraderPayload
    createOffer(input: OfferInput!): OfferPayload  updateOffer(input: OfferInput!): OfferPayload
    createWare(input: WareInput!): WarePayload  updateWare(input: WareInput!): WarePayload
  }
  input TraderInput { worldId: ID  id: String  name: String }
  input OfferInput { worldId: ID  id: String  name: String  price: Int  status: Status  sellerId: ID }
  input WareInput { worldId: ID  id: String  name: String  x: Int  makerId: ID }
`;
const ANNA = "trader:w:anna";

describe("a market that is served by its definitions alone", () => {
  let gateway: TestGateway;
  const names = (nodes: { name: string }[]) => nodes.map(({ name }) => name).join(" ");
  const mutate = (field: string, input: string, fields = "version") =>
    gateway.data(`mutation { made: ${field}(input: { ${input} }) { ${fields} } }`).then(({ made }) => made);

  beforeAll(async () => {
    const definitions = [trader, offer, stall, ware];
    gateway = await startTestGateway({}, { extra: { definitions, typeDefs: [SDL] } });
    const of = (local: string) => `worldId: "world:w", id: "${local}"`;
    await mutate("createWorld", 'id: "w", name: "W"');
    await mutate("createTrader", `${of("anna")}, name: "Anna"`);
    for (const [name, price] of Object.entries({ cup: 10, axe: -9, bow: 100 }))
      await mutate("createOffer", `${of(name)}, name: "${name}", price: ${price}, sellerId: "${ANNA}"`);
    await mutate("createWare", `${of("pot")}, name: "pot", x: 3, makerId: "${ANNA}"`);
  });
  afterAll(() => gateway?.close());

  test("has its list in each order, page by page, and in the first one where none is asked for", async () => {
    const page = async (args: string) => {
      const { world } = await gateway.data(
        `{ world(id: "world:w") { offers(${args}) { nodes { name } pageInfo { endCursor } } } }`,
      );
      return [names(world.offers.nodes), world.offers.pageInfo.endCursor];
    };
    expect((await page("first: 9"))[0]).toBe("bow axe cup");
    expect((await page("order: OLDEST_FIRST"))[0]).toBe("cup axe bow");
    const [first, cursor] = await page("first: 2, order: CHEAPEST_FIRST");
    expect(first).toBe("axe cup");
    expect((await page(`first: 2, order: CHEAPEST_FIRST, after: "${cursor}"`))[0]).toBe("bow");
    const other = `{ world(id: "world:w") { offers(first: 2, order: BEST_FIRST, after: "${cursor}") { nodes { name } } } }`;
    expect((await gateway.send(other)).errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  test("has an owner's list under a filter, in cached answers too once an entry changes", async () => {
    const has = async (status: string) => {
      const args = `status: ${status}, order: DEAREST_FIRST`;
      const { trader: found } = await gateway.data(
        `{ trader(id: "${ANNA}") { offers(${args}) { nodes { name } } } }`,
      );
      return names(found.offers.nodes);
    };
    expect([await has("OPEN"), await has("SOLD")]).toEqual(["bow cup axe", ""]);
    await mutate("updateOffer", 'id: "offer:w:cup", status: SOLD');
    expect([await has("OPEN"), await has("SOLD")]).toEqual(["bow axe", "cup"]);
  });

  test("shows what follows from other fields, in payloads and in cached answers once an original changes", async () => {
    const seen = async () =>
      (await gateway.data('{ ware(id: "ware:w:pot") { makerName side version } }')).ware;
    const before = await seen();
    expect(before).toMatchObject({ makerName: "Anna", side: "EAST" });
    const { tags } = await mutate("updateTrader", `id: "${ANNA}", name: "Anne"`, "tags");
    expect(tags).toEqual(expect.arrayContaining([ANNA, "ware:w:pot"]));
    expect(await seen()).toEqual({ ...before, makerName: "Anne" });
    const { ware: moved } = await mutate("updateWare", 'id: "ware:w:pot", x: -3', "ware { makerName side }");
    expect(moved).toEqual({ makerName: "Anne", side: "WEST" });
  });
});
