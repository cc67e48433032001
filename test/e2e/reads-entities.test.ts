import { beforeAll, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const START = "2026-01-01T00:00:00.000Z";
const ENTITY = "__typename id name description version createdAt updatedAt world { id name }";
const always = { createdAt: START, updatedAt: START, world: { id: "world:odyssey", name: "The Odyssey" } };

describe("what lives in a world", () => {
  const at = useSharedGateway();
  beforeAll(() => makeSmallOdyssey(at));

  test("a character has its fields, its place and what it holds", async () => {
    const query = `{
      character(id: "character:odyssey:odysseus") {
        ${ENTITY} language status traits location { id name } inventory { nodes { id } }
      }
    }`;
    expect((await at.data(query)).character).toEqual({
      __typename: "Character",
      id: "character:odyssey:odysseus",
      name: "Odysseus",
      description: "King of Ithaca.",
      version: 6,
      ...always,
      language: "grc",
      status: "ACTIVE",
      traits: ["cunning", "tired"],
      location: { id: "location:odyssey:ogygia", name: "Ogygia" },
      inventory: { nodes: [] },
    });
  });

  test("a character that was given nothing but a name has the defaults", async () => {
    const query = `{
      character(id: "character:odyssey:argos") { description language status traits location { id } version }
      holds: character(id: "character:odyssey:penelope") {
        inventory { nodes { name } edges { node { id } } pageInfo { hasNextPage hasPreviousPage } }
      }
    }`;
    expect(await at.data(query)).toEqual({
      character: {
        description: null,
        language: "en",
        status: "DORMANT",
        traits: [],
        location: null,
        version: 8,
      },
      holds: {
        inventory: {
          nodes: [{ name: "Bow" }],
          edges: [{ node: { id: "object:odyssey:bow" } }],
          pageInfo: { hasNextPage: false, hasPreviousPage: false },
        },
      },
    });
  });

  test("a location has its exits, and what is there", async () => {
    const query = `{
      location(id: "location:odyssey:ogygia") {
        ${ENTITY} kind coordinates { x y z }
        exits { label to { id exits { label to { name } } } }
        characters { nodes { name } } objects { nodes { name } }
      }
    }`;
    expect((await at.data(query)).location).toEqual({
      __typename: "Location",
      id: "location:odyssey:ogygia",
      name: "Ogygia",
      description: "Calypso's.",
      version: 5,
      ...always,
      kind: "isle",
      coordinates: null,
      exits: [
        {
          label: "by raft",
          to: {
            id: "location:odyssey:ithaca",
            exits: [{ label: "nobody knows how", to: { name: "Ogygia" } }],
          },
        },
      ],
      characters: { nodes: [{ name: "Odysseus" }] },
      objects: { nodes: [{ name: "Raft" }] },
    });
  });

  test("a location's coordinates are two, or three", async () => {
    const query = `{
      flat: location(id: "location:odyssey:ithaca") { coordinates { x y z } objects { nodes { id } } }
      high: location(id: "location:odyssey:olympus") { coordinates { x y z } exits { label } }
    }`;
    expect(await at.data(query)).toEqual({
      // The bow is Penelope's: it isn't lying there.
      flat: { coordinates: { x: 20.7, y: 38.4, z: null }, objects: { nodes: [] } },
      high: { coordinates: { x: 22, y: 40, z: 2.9 }, exits: [] },
    });
  });

  test("an object is held by a character, by a location, or by nobody", async () => {
    const query = `{
      bow: object(id: "object:odyssey:bow") {
        ${ENTITY} holder { __typename id name ... on Character { status location { name } } }
      }
      raft: object(id: "object:odyssey:raft") { holder { __typename id ... on Location { kind } } }
      oar: object(id: "object:odyssey:oar") { holder { id } }
    }`;
    expect(await at.data(query)).toEqual({
      bow: {
        __typename: "WorldObject",
        id: "object:odyssey:bow",
        name: "Bow",
        description: null,
        version: 9,
        ...always,
        holder: {
          __typename: "Character",
          id: "character:odyssey:penelope",
          name: "Penelope",
          status: "ACTIVE",
          location: { name: "Ithaca" },
        },
      },
      raft: { holder: { __typename: "Location", id: "location:odyssey:ogygia", kind: "isle" } },
      oar: { holder: null },
    });
  });

  test("an event names what it involves, each as its own type", async () => {
    const query = `{
      event(id: "event:odyssey:building") {
        __typename id kind summary occurredAt moment data version world { id }
        involves { __typename id name version world { id } ... on WorldObject { description } }
      }
      bare: event(id: "event:odyssey:rescue") { moment data involves { id } }
    }`;
    const world = { id: "world:odyssey" };
    expect(await at.data(query)).toEqual({
      event: {
        __typename: "TimelineEvent",
        id: "event:odyssey:building",
        kind: "work",
        summary: "He builds a raft.",
        occurredAt: "0001-03-05T20:00:00.000Z",
        moment: "the fourth day",
        data: { book: 5, trees: [20] },
        version: 12,
        world,
        involves: [
          { __typename: "Character", id: "character:odyssey:odysseus", name: "Odysseus", version: 6, world },
          {
            __typename: "WorldObject",
            id: "object:odyssey:raft",
            name: "Raft",
            version: 10,
            world,
            description: "Twenty trees.",
          },
          { __typename: "Location", id: "location:odyssey:ogygia", name: "Ogygia", version: 5, world },
        ],
      },
      bare: { moment: null, data: null, involves: [{ id: "location:odyssey:olympus" }] },
    });
  });

  test("answers the same from the cache as from the store", async () => {
    const query = `{
      world(id: "world:odyssey") {
        version state { eventCount latestEvent { id } } flags { value }
        characters { nodes { ${ENTITY} traits location { exits { label } } inventory { nodes { name } } } }
        timeline { nodes { id data involves { id } } }
      }
    }`;
    const before = await at.data(query);
    await at.change("purgeCache", { scope: "world:odyssey" });
    const cold = await at.data(query);
    expect(cold).toEqual({
      world: { ...before.world, version: before.world.version + 1 },
    });
    expect(await at.data(query)).toEqual(cold);
  });
});
