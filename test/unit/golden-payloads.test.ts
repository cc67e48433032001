import { describe, expect, test } from "vitest";
import { inFormOf, toEnvelope } from "../../src/cache/envelope.ts";
import {
  decodeEnvelope,
  decodeMark,
  decodeNotice,
  encodeEnvelope,
  storeOf,
} from "../../src/cache/redis/codec.ts";
import { contentOf } from "../../src/entities/content.ts";
import { defineEntity, type Entity, type EntityDefinition } from "../../src/entities/define.ts";
import { languageTag, listOf, localKey, oneOf, text } from "../../src/entities/fields.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { entitySlot, listSlot, stateSlot, togetherSlot } from "../../src/entities/slots.ts";
import { parseLogEntry } from "../../src/store/log.ts";
import { decodeEntity } from "../../src/store/unreadable.ts";

/*
 * What releases before this one have written, to the byte. It lies in stores and in Redis for as long as it lasts, so
 * whatever reads it has to go on doing so: these bytes are never edited, only added to.
 */

const ID = "character:odyssey:circe";
const STORE = storeOf("store");
const NOW = Date.parse("2026-01-01T00:00:00.000Z");

const world = defineEntity("World", {
  ...{ prefix: "world", plural: "world", root: true, key: () => "record" },
  fields: { name: text({ max: 200 }) },
});
const flag = defineEntity("WorldFlag", {
  ...{ prefix: "flag", plural: "flags", together: "flags", localField: "key" },
  fields: { key: localKey() },
});
const character = defineEntity("Character", {
  ...{ prefix: "character", plural: "characters" },
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 1_000, optional: true }),
    language: languageTag({ default: "en" }),
    traits: listOf(text({ max: 100 }), { max: 50 }),
  },
  lists: { "World.characters": { filters: ["language"], order: ["name"] } },
});
/** As the next release has them: who is royal isn't told by a trait. */
const laterCharacter: EntityDefinition = {
  ...character,
  shape: 2,
  upgrade: {
    1: ({ traits }) => ({
      traits: (traits as string[]).filter((trait) => trait !== "royal"),
      rank: (traits as string[]).includes("royal") ? "ROYAL" : "COMMON",
    }),
  },
  fields: {
    ...character.fields,
    rank: oneOf(["COMMON", "ROYAL"]),
    motto: text({ max: 100, optional: true, default: "none" }),
  },
};
const registry = createRegistry([world, flag, character]);

const CIRCE = {
  __typename: "Character",
  id: ID,
  version: 7,
  born: 3,
  seq: 0,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-02T00:00:00.000Z",
  name: "Circe",
  description: null,
  language: "el",
  traits: ["royal", "sly"],
} satisfies Entity;

/** As the first shape of characters was cached, and kept in a row. */
const VALUE =
  '{"fence":12,"schema":1,"cachedAt":"2026-01-01T00:00:00.000Z","ttl":3571.2,"source":"824d80d71985.bc5854879d","entity":' +
  '{"__typename":"Character","id":"character:odyssey:circe","version":7,"born":3,"seq":0,"createdAt":"2026-01-01T00:00:00.000Z",' +
  '"updatedAt":"2026-01-02T00:00:00.000Z","name":"Circe","description":null,"language":"el","traits":["royal","sly"]}}';
const ROW =
  '{"seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-02T00:00:00.000Z","name":"Circe",' +
  '"description":null,"language":"el","traits":["royal","sly"]}';

/** As that release cached what the next one had written: it says the shape, and fields that it didn't know. */
const LATER_VALUE =
  '{"fence":12,"schema":1,"cachedAt":"2026-01-01T00:00:00.000Z","ttl":null,"source":"824d80d71985.bc5854879d","entity":' +
  '{"__typename":"Character","id":"character:odyssey:circe","version":7,"born":3,"seq":0,"createdAt":"2026-01-01T00:00:00.000Z",' +
  '"updatedAt":"2026-01-02T00:00:00.000Z","name":"Circe","description":null,"language":"fr","traits":["royal"],' +
  '"rank":"COMMON","motto":null,"_shape":2}}';

const slot = entitySlot(character, ID);
const laterSlot = entitySlot(laterCharacter, ID);
const read = (bytes: string) => decodeEnvelope(bytes, STORE, (time) => time)!;

const UPGRADED = { ...CIRCE, traits: ["sly"], rank: "ROYAL", motto: "none" };

describe("a value of the first shape", () => {
  test("is written to the byte as it always was", () => {
    const envelope = { ...toEnvelope(slot, 12, CIRCE, NOW), ttl: 3571.2 };
    expect(encodeEnvelope(envelope, STORE)).toBe(VALUE);
  });

  test("is read in the shape after it", () => {
    const envelope = inFormOf(laterSlot, read(VALUE));
    expect(envelope).toMatchObject({ fence: 12, form: laterSlot.form, cachedAt: NOW, ttl: 3571.2 });
    expect(envelope.entity).toEqual(UPGRADED);
  });

  test("that has what only the next release knows is read there as that release wrote it", () => {
    const { entity } = inFormOf(laterSlot, read(LATER_VALUE));
    expect(entity).toEqual({ ...CIRCE, language: "fr", traits: ["royal"], rank: "COMMON", motto: null });
    // Where it isn't known it goes along as it was.
    expect(inFormOf(slot, read(LATER_VALUE)).entity).toMatchObject({ rank: "COMMON", _shape: 2 });
  });
});

describe("a row of the first shape", () => {
  test("is written to the byte as it always was", () => {
    expect(JSON.stringify(contentOf(character, CIRCE))).toBe(ROW);
  });

  test("is read in the shape after it, and written so", () => {
    const entity = decodeEntity(laterCharacter, ID, JSON.parse(ROW), { version: 7, born: 3 }) as Entity;
    expect(entity).toEqual(UPGRADED);
    const row = JSON.parse(JSON.stringify(contentOf(laterCharacter, entity)));
    expect(row).toMatchObject({ rank: "ROYAL", motto: "none", _shape: 2 });
  });
});

test("forms and parts are named as releases before this one named them, or what these cached is of no use", () => {
  const list = registry.list("World.characters");
  const place = { scope: "world:odyssey", base: "characters", descending: false };
  const slots = {
    entity: slot,
    list: listSlot(list, character, place),
    state: stateSlot(registry, "world:odyssey"),
    together: togetherSlot(flag, "world:odyssey"),
  };
  const names = Object.fromEntries(
    Object.entries(slots).map(([kind, { part, form }]) => [kind, { part, form }]),
  );
  expect(names).toEqual({
    entity: { part: "f28e81b9a1", form: "bc5854879d" },
    list: { part: "eecf43533c", form: "cb00d9d8ef" },
    state: { part: "b63c19ba7d", form: "1788f993b4" },
    together: { part: "b97cbcbba1", form: "4c39e75479" },
  });
  expect(registry.writer).toBe("44ff3e4349");
  expect(laterSlot).toMatchObject({ part: slot.part });
  expect(laterSlot.form).not.toBe(slot.form);
});

test("a mark, a notice and an entry of the log are read as they always were", () => {
  expect(
    decodeMark(
      '{"version":12,"store":"store","writers":{"3f0c5d2a91":12},"flushFloor":5,"fillFloor":6,"typeFloors":{"Character":7}}',
    ),
  ).toEqual({
    ...{ version: 12, epoch: "store", writers: { "3f0c5d2a91": 12 } },
    ...{ flushFloor: 5, fillFloor: 6, typeFloors: { Character: 7 } },
  });
  const masks = [["name", "version"], null];
  const said = {
    version: 12,
    writer: "3f0c5d2a91",
    flush: false,
    keys: ["character:circe:state", "characters"],
    masks,
  };
  expect(
    decodeNotice(
      "world:odyssey",
      "store",
      '{"version":12,"store":"store","writer":"3f0c5d2a91","flush":false,"keys":["character:circe:state","characters"],' +
        '"masks":[["name","version"],null]}',
    ),
  ).toEqual({ scope: "world:odyssey", ...said });
  expect(
    parseLogEntry(
      '{"scope":"world:odyssey","version":12,"changeId":"c","idempotencyKey":null,"at":"2026-01-01T00:00:00.000Z",' +
        '"writer":"3f0c5d2a91","flush":false,"purged":null,"entities":[],"keys":["character:circe:state","characters"],' +
        '"masks":[["name","version"],null]}',
    ),
  ).toMatchObject({ scope: "world:odyssey", changeId: "c", purged: null, ...said });
});
