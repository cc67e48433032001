import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { legendParts } from "../support/legend.ts";
import { type Subscription, sse } from "../support/transports.ts";

const HOMER = "character:odyssey:homer";
const RETURN = "legend:odyssey:return";
const A1 = "square:odyssey:a1";
/** What every change of a world makes out of date. */
const ALWAYS = ["world:odyssey.state", "world:odyssey.version"];

describe("types with options of their own, served by their definitions and SDL", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await startTestGateway({}, { extra: legendParts });
    await gateway.data(`mutation {
      createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version }
      createCharacter(input: { worldId: "world:odyssey", id: "homer", name: "Homer" }) { version }
    }`);
  });
  afterEach(() => gateway.close());

  describe("one that isn't published", () => {
    beforeEach(() =>
      gateway.data(`mutation { createLegend(input: {
        worldId: "world:odyssey", id: "return", name: "Return", tellerId: "${HOMER}", sceneId: "${A1}"
      }) { version legend { name publication } } }`),
    );

    test("is there for nobody but whom a resolver lets by, until it is published, and then again", async () => {
      const hidden = { ids: [], count: 0, node: null, legend: null, drafts: ["Return"] };
      const shown = { ids: [RETURN], count: 1, node: { id: RETURN }, legend: { name: "Return" }, drafts: [] };
      expect(await seen()).toEqual(hidden);
      for (let round = 0; round < 2; round++) {
        await publish("PUBLISHED");
        expect([await seen(), await seen()]).toEqual([shown, shown]);
        await publish("DRAFT");
        expect([await seen(), await seen()]).toEqual([hidden, hidden]);
      }
    });

    test("is in no notice, but that there is another version; published it is made, unpublished gone", async () => {
      const of = (types: string) => `subscription {
        invalidations(scopes: [{ id: "world:odyssey", after: 2 }]${types}) {
          version tags resync entities { entityId kind } changes { tag fields entered left }
        }
      }`;
      const notices = sse.subscribe(gateway.url, of(""));
      const ofLegends = sse.subscribe(gateway.url, of(", types: [LEGEND]"));
      await publish("DRAFT");
      await gateway.data(
        `mutation { updateLegend(input: { id: "${RETURN}", name: "The Return" }) { version } }`,
      );
      for (const version of [3, 4]) {
        const { changes, ...notice } = await told(notices);
        expect(notice).toEqual({ version, tags: ALWAYS, resync: false, entities: [] });
        expect(JSON.stringify(changes)).not.toMatch(/return|legend/i);
      }
      await publish("PUBLISHED");
      const lists = [`${HOMER}.legends`, `${A1}.legends`, "world:odyssey.legends"];
      const tags = [...lists, RETURN, ...ALWAYS].sort();
      const made = await told(notices);
      expect(made).toMatchObject({ version: 5, tags, entities: [{ entityId: RETURN, kind: "CREATED" }] });
      for (const list of lists)
        expect(made.changes).toContainEqual({ tag: list, fields: [], entered: [RETURN], left: [] });
      await publish("DRAFT");
      const gone = await told(notices);
      expect(gone).toMatchObject({ version: 6, tags, entities: [{ entityId: RETURN, kind: "DELETED" }] });
      // Whoever asks for the type alone hears of the version of what is none of his business, and of no more.
      expect((await told(ofLegends)).entities).toEqual([]);
      notices.leave();
      ofLegends.leave();
    });

    async function publish(publication: string): Promise<void> {
      await gateway.data(
        `mutation { updateLegend(input: { id: "${RETURN}", publication: ${publication} }) { version } }`,
      );
    }

    async function seen() {
      const { world, node, legend, character, square } = await gateway.data(`{
        world(id: "world:odyssey") { legends { nodes { id } } state { legendCount } }
        node(id: "${RETURN}") { id }
        legend(id: "${RETURN}") { name }
        character(id: "${HOMER}") { legends { nodes { id } } drafts { name } }
        square(id: "${A1}") { legends { nodes { id } } }
      }`);
      const ids = world.legends.nodes.map(({ id }: { id: string }) => id);
      for (const one of [character, square])
        expect(one.legends.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
      const drafts = character.drafts.map(({ name }: { name: string }) => name);
      return { ids, count: world.state.legendCount, node, legend, drafts };
    }
  });

  test("a virtual one answers for each id that means something, in a world that is there", async () => {
    const { node, square, ...none } = await gateway.data(`{
      node(id: "${A1}") { __typename id ... on Square { file rank world { name } legends { nodes { id } } } }
      square(id: "square:odyssey:h8") { file rank }
      off: square(id: "square:odyssey:i9") { id }
      nowhere: node(id: "square:nowhere:a1") { id }
    }`);
    expect(node).toEqual({
      __typename: "Square",
      id: A1,
      file: "a",
      rank: 1,
      world: { name: "The Odyssey" },
      legends: { nodes: [] },
    });
    expect(square).toEqual({ file: "h", rank: 8 });
    expect(none).toEqual({ off: null, nowhere: null });
  });

  test("a virtual one can be referred to if there is such a one", async () => {
    const create = (scene: string) =>
      gateway.send(`mutation { createLegend(input: {
        worldId: "world:odyssey", name: "N", publication: PUBLISHED, sceneId: "${scene}"
      }) { tags legend { id scene { file } } } }`);
    const { errors } = await create("square:odyssey:i9");
    expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND", field: "input.sceneId" } }]);
    const { legend, tags } = (await create(A1)).data.createLegend;
    expect(legend.scene).toEqual({ file: "a" });
    expect(tags).toContain(`${A1}.legends`);
    const { square } = await gateway.data(`{ square(id: "${A1}") { legends { nodes { id } } } }`);
    expect(square.legends.nodes).toEqual([{ id: legend.id }]);
  });

  test("an internal one is kept, found by no id and told to nobody", async () => {
    const notices = sse.subscribe(
      gateway.url,
      `subscription { invalidations(scopes: [{ id: "world:odyssey", after: 2 }]) {
        version tags resync entities { entityId } changes { tag fields }
      } }`,
    );
    await gateway.data('mutation { makeMark(worldId: "world:odyssey", id: "x", note: "here") }');
    const { values } = await gateway.store.read([{ kind: "entity", id: "mark:odyssey:x" }]);
    expect(values).toMatchObject([{ note: "here", version: 3 }]);
    const state = { tag: "world:odyssey.state", fields: ["version"] };
    const { changes, ...notice } = await told(notices);
    expect(notice).toEqual({ version: 3, tags: ALWAYS, resync: false, entities: [] });
    expect(changes).toContainEqual(state);
    const { errors } = await gateway.send('{ node(id: "mark:odyssey:x") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "id" } }]);
    const { __type } = await gateway.data('{ __type(name: "EntityType") { enumValues { name } } }');
    const types = __type.enumValues.map(({ name }: { name: string }) => name);
    expect(types).toContain("LEGEND");
    expect(types).not.toContain("MARK");
    expect(types).not.toContain("SQUARE");
    notices.leave();
  });
});

/** The next notice, its tags in order. */
async function told(notices: Subscription) {
  const { invalidations } = (await notices.next())!.data;
  return { ...invalidations, tags: invalidations.tags.toSorted() };
}
