import { type GatewayInUse, inputType } from "./use-gateway.ts";

/**
 * A small world, made by 14 changes: one of everything that can be read, with a field left empty where
 * one may be. Each step's comment is the version that it makes.
 */
export async function makeSmallOdyssey(at: Pick<GatewayInUse, "data">): Promise<void> {
  const worldId = "world:odyssey";
  const steps: [string, Record<string, unknown>][] = [
    // 1
    [
      "createWorld",
      { id: "odyssey", name: "The Odyssey", description: "Ten years at sea.", status: "ACTIVE" },
    ],
    // 2
    [
      "createLocation",
      { worldId, id: "ithaca", name: "Ithaca", kind: "island", coordinates: { x: 20.7, y: 38.4 } },
    ],
    // 3
    [
      "createLocation",
      { worldId, id: "ogygia", name: "Ogygia", kind: "isle", description: "Calypso's.", coordinates: null },
    ],
    // 4
    [
      "createLocation",
      { worldId, id: "olympus", name: "Olympus", kind: "mountain", coordinates: { x: 22, y: 40, z: 2.9 } },
    ],
    // 5
    [
      "connectLocations",
      {
        fromId: "location:odyssey:ogygia",
        toId: "location:odyssey:ithaca",
        label: "by raft",
        returnLabel: "nobody knows how",
      },
    ],
    // 6
    [
      "createCharacter",
      {
        worldId,
        id: "odysseus",
        name: "Odysseus",
        description: "King of Ithaca.",
        language: "grc",
        traits: ["cunning", "tired"],
        locationId: "location:odyssey:ogygia",
      },
    ],
    // 7
    [
      "createCharacter",
      { worldId, id: "penelope", name: "Penelope", language: "grc", locationId: "location:odyssey:ithaca" },
    ],
    // 8
    ["createCharacter", { worldId, id: "argos", name: "Argos", status: "DORMANT" }],
    // 9
    ["createObject", { worldId, id: "bow", name: "Bow", holderId: "character:odyssey:penelope" }],
    // 10
    [
      "createObject",
      {
        worldId,
        id: "raft",
        name: "Raft",
        description: "Twenty trees.",
        holderId: "location:odyssey:ogygia",
      },
    ],
    // 11
    ["createObject", { worldId, id: "oar", name: "Oar" }],
    // 12
    [
      "addTimelineEvents",
      {
        worldId,
        events: [
          {
            id: "rescue",
            kind: "counsel",
            summary: "The gods decide that he goes home.",
            occurredAt: "0001-03-01T08:00:00.000Z",
            involves: ["location:odyssey:olympus"],
          },
          {
            id: "building",
            kind: "work",
            summary: "He builds a raft.",
            occurredAt: "0001-03-05T20:00:00.000Z",
            moment: "the fourth day",
            data: { book: 5, trees: [20] },
            involves: ["character:odyssey:odysseus", "object:odyssey:raft", "location:odyssey:ogygia"],
          },
          {
            id: "sailing",
            kind: "departure",
            summary: "He sets out.",
            occurredAt: "0001-03-06T06:00:00.000Z",
            moment: "the fifth day",
            data: { book: 5 },
            involves: ["character:odyssey:odysseus"],
          },
        ],
      },
    ],
    // 13
    ["setWorldFlag", { worldId, key: "war_is_over", value: true }],
    // 14
    ["setWorldFlag", { worldId, key: "suitors", value: { count: 108, from: ["Dulichium", "Same"] } }],
  ];
  const variables = steps.map(([mutation], n) => `$i${n}: ${inputType(mutation)}!`).join(" ");
  const fields = steps.map(([mutation], n) => `m${n}: ${mutation}(input: $i${n}) { version }`);
  await at.data(
    `mutation (${variables}) { ${fields.join(" ")} }`,
    Object.fromEntries(steps.map(([, input], n) => [`i${n}`, input])),
  );
}

/** The same world, whatever of it is there: its versions go on. */
export async function remakeSmallOdyssey(at: Pick<GatewayInUse, "data">): Promise<void> {
  const { world } = await at.data(`{ world(id: "world:odyssey") { id } }`);
  if (world) await at.data(`mutation { deleteWorld(input: { id: "world:odyssey" }) { version } }`);
  await makeSmallOdyssey(at);
}
