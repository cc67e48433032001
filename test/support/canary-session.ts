import { isLeafType, isObjectType } from "graphql";
import { expect } from "vitest";
import type { EntityDefinition } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { type Canary, openValues } from "./canaries.ts";
import { EVERY_MUTATION } from "./every-mutation.ts";
import { EVERYTHING } from "./everything.ts";
import type { TestGateway } from "./gateway.ts";
import { privateTypes } from "./private-types.ts";
import { openSse } from "./sse.ts";

const WORLD = "world:odyssey";
/** A value for all eyes, which the same searches find. */
export const OPEN = "open-5530117";
const LOCAL = "canary";

/** What clients do at one gateway and see at both. */
export function createCanarySession(a: TestGateway, b: TestGateway) {
  const schema = createSchema(a.services.registry, privateTypes);
  const answers: string[] = [];
  let keys = 0;
  const send = async (at: TestGateway, ...operation: Parameters<TestGateway["send"]>) => {
    const { headers, ...answer } = await at.send(...operation);
    answers.push(JSON.stringify([answer, [...headers]]));
    return answer;
  };
  const typesOf = (canaries: readonly Canary[]) => [...Map.groupBy(canaries, ({ definition }) => definition)];
  const valuesOf = (canaries: readonly Canary[]) =>
    Object.fromEntries(canaries.map(({ field, value }) => [field, value]));

  /** All fields of a type that are values. */
  function leavesOf({ name }: EntityDefinition): string {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} isn't served`);
    const leaves = Object.values(type.getFields()).filter((field) =>
      isLeafType("ofType" in field.type ? field.type.ofType : field.type),
    );
    return leaves.map(({ name: field }) => field).join(" ");
  }

  /** `create`, `update` or `delete`, twice, as a retry does. */
  async function mutate(verb: string, definition: EntityDefinition, given: object, refused = false) {
    const input = { ...given, idempotencyKey: `canary ${++keys}` };
    const { prefix } = definition;
    const mutation = `${verb}${prefix[0]!.toUpperCase()}${prefix.slice(1)}`;
    const field = schema.getMutationType()!.getFields()[mutation];
    if (!field)
      throw new Error(`${definition.name} has sensitive fields and no ${mutation}: plant its canaries here`);
    const selection = verb === "delete" ? "deletedId" : `${prefix} { ${leavesOf(definition)} }`;
    const document = `mutation ($input: ${field.args[0]!.type}) { ${mutation}(input: $input) { version tags ${selection} } }`;
    const first = await send(a, document, { input });
    expect(first.errors === undefined, JSON.stringify(first.errors)).toBe(!refused);
    expect((await send(a, document, { input })).data).toEqual(first.data);
  }

  const idOf = (definition: EntityDefinition) =>
    definition.id("odyssey", definition.root ? "odyssey" : LOCAL);

  /** Changes entities that are there; what everybody sees first, then what nobody does. */
  async function change(canaries: readonly Canary[]): Promise<void> {
    for (const [definition, own] of typesOf(canaries)) {
      const id = idOf(definition);
      const secrets = valuesOf(own);
      const { [definition.localField ?? ""]: _, ...open } = openValues(definition, `${OPEN} again`);
      await mutate("update", definition, { ...open, id });
      await mutate("update", definition, { ...secrets, id });
      await mutate("update", definition, { ...secrets, id, expectedVersion: 1 }, true);
      for (const [field, value] of Object.entries(secrets))
        await mutate(
          "update",
          definition,
          { id, [field]: [[{ [String(value)]: value }]], expectedVersion: 1 },
          true,
        );
    }
  }

  return {
    answers,
    plant: async (canaries: readonly Canary[]) => {
      for (const [definition, own] of typesOf(canaries)) {
        if (definition.root) continue;
        const local = definition.localField ?? "id";
        await mutate("create", definition, {
          worldId: WORLD,
          ...openValues(definition, OPEN),
          id: LOCAL,
          [local]: LOCAL,
          ...valuesOf(own),
        });
      }
      await change(canaries);
    },
    change,
    removeAll: async (canaries: readonly Canary[]) => {
      for (const [definition] of typesOf(canaries))
        if (definition.root) throw new Error("what is planted in a world is removed with it: say how");
        else await mutate("delete", definition, { id: idOf(definition) });
    },
    /** All mutations that the API has, in the world where the canaries are. */
    everyMutation: async () => {
      let made = 0;
      for (const [index, { mutation, input, selection }] of EVERY_MUTATION.entries()) {
        if (mutation === "deleteWorld") continue;
        const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
        const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { version ${selection} } }`;
        const { errors } = await send(a, document, { input: { ...input, idempotencyKey: `every ${index}` } });
        if (!errors) made++;
      }
      expect(made).toBeGreaterThan(20);
      await send(a, `mutation { purgeCache(input: { scope: "${WORLD}", type: PURSE }) { version } }`);
    },
    read: async () => {
      const { registry } = a.services;
      const types = registry.definitions.filter(({ sensitive }) => sensitive.length > 0);
      const nodes = types
        .map((definition) => `... on ${definition.name} { ${leavesOf(definition)} }`)
        .join(" ");
      const lists = registry.lists.filter(
        ({ owner, entity, hidden }) =>
          owner === "World" && !hidden && types.some(({ name }) => name === entity),
      );
      const listed = lists.map(
        ({ field, entity }) => `${field} { nodes { ${leavesOf(registry.byName(entity))} } }`,
      );
      const query = `query Read($ids: [ID!]!) {
        nodes(ids: $ids) { ${nodes} }
        world(id: "${WORLD}") { ${listed.join(" ")} vaults { ${leavesOf(registry.byName("Vault"))} } timeline { nodes { id } } }
        cache { tiers { counters { type hits } } }
      }`;
      const ids = types.map(idOf);
      for (const at of [a, b]) {
        const { data } = await send(at, query, { ids });
        for (const [index, { sensitive }] of types.entries())
          for (const field of sensitive) expect(data.nodes[index]).toHaveProperty(field, null);
        await send(at, query, { ids }, { "x-consistency": "strict" });
        await send(at, EVERYTHING);
      }
    },
    pages: async () => {
      const pages = ["/metrics", "/health", "/ready", "/schema.graphql"];
      const texts = await Promise.all(
        [a, b].flatMap(({ url }) => pages.map(async (page) => (await fetch(url + page)).text())),
      );
      return texts.join("\n");
    },
  };
}

/** A client who hears of everything that changes. */
export function followEverything({ url }: TestGateway) {
  const stream = openSse(url, {
    query: `subscription {
      invalidations(scopes: [{ id: "${WORLD}", after: 0 }, { id: "${WORLDS}", after: 0 }]) {
        scope version tags resume entities { entityId type kind } changes { tag fields filter entered left moved }
      }
    }`,
  });
  const heard: string[] = [];
  return {
    heard,
    upTo: async (version: number) => {
      for (;;) {
        const message = await stream.next();
        if (!message) throw new Error(`the stream has ended: ${heard.at(-1)}`);
        heard.push(message.data);
        const { data } = JSON.parse(message.data);
        if (data.invalidations.scope === WORLD && data.invalidations.version === version) return;
      }
    },
    leave: stream.abort,
  };
}
