import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { SEED } from "../../support/made-up.ts";
import { mutationOf, type PlainStep, plainSteps } from "../../support/plain-steps.ts";
import { until } from "../../support/until.ts";
import { type GatewayOnFile, startGatewayOnFile } from "./gateway-on-file.ts";
import { ADA, CHANGES, HOMER, ITHACA, TROY } from "./happenings.ts";
import { characterQuery, locationQuery, type Screen, screens, WORLD } from "./screens.ts";
import type { CreateClient, WorldClient } from "./world-client.ts";

const SCOPES = [WORLD, "worlds"];
const adasScreen: Screen = { document: characterQuery, variables: { id: ADA } };
const ithacasScreen: Screen = { document: locationQuery, variables: { id: ITHACA } };

/** Claims that every client keeps, each as its documentation sets it up, with a real gateway behind it. */
export function describeClient(name: string, create: CreateClient): void {
  describe(name, () => {
    let gateway: GatewayOnFile;
    const clients: WorldClient[] = [];
    beforeAll(async () => {
      gateway = await startGatewayOnFile();
      for (const step of HOMER) await make(step);
    });
    afterEach(() => {
      vi.restoreAllMocks();
      for (const client of clients.splice(0)) client.close();
    });
    afterAll(() => gateway?.stop());

    const make = (step: PlainStep) => gateway.change(...mutationOf(step));
    /** A client that has had its first notices: only then it queries. */
    const start = async () => {
      const client = await create(gateway.url);
      clients.push(client);
      await client.feed.reached();
      return client;
    };
    const truth = async ({ document, variables }: Screen) => (await gateway.ask(document, variables)).data;
    /** Every screen, as the client shows it and as it is, when all notices of what was made have come. */
    async function expectRight(client: WorldClient, what: string): Promise<void> {
      await client.feed.reached(await gateway.place(SCOPES));
      for (const screen of screens)
        expect(plain(await client.show(screen)), `${what}: ${JSON.stringify(screen)}`).toEqual(
          await truth(screen),
        );
    }

    test("queries a node with what it refers to, and shows it again without asking", async () => {
      const client = await start();
      const shown = plain(await client.show(adasScreen));
      expect(shown).toEqual(await truth(adasScreen));
      expect(shown).toMatchObject({ character: { name: "Ada", location: { name: "Ithaca" } } });
      const asked = client.feed.requests();
      expect(plain(await client.show(adasScreen))).toEqual(shown);
      expect(client.feed.requests()).toBe(asked);
    });

    test("pages a list to its end, each entry once", async () => {
      const client = await start();
      const { data } = await gateway.ask(`{ world(id: "${WORLD}") { characters { nodes { id } } } }`);
      const ids = data.world.characters.nodes.map(({ id }: { id: string }) => id);
      expect(ids).toHaveLength(4);
      expect(await client.scroll(1)).toEqual(ids);
    });

    test("shows its own change at once, once, and asks for nothing when its notice comes", async () => {
      const client = await start();
      const descriptions: unknown[] = [];
      await client.show(adasScreen);
      const leave = client.watch(adasScreen, (data) => {
        const { description } = (data as { character: { description: string } }).character;
        if (description !== descriptions.at(-1)) descriptions.push(description);
      });
      await until(() => descriptions.length === 1);
      const asked = client.feed.requests();
      const before = client.feed.taken.length;
      const description = `described by ${name}`;
      const described = client.describe({ id: ADA, description, idempotencyKey: `describe ${name}` });
      await until(() => descriptions.length === 2);
      await described;
      await client.feed.reached(await gateway.place(SCOPES));
      expect(client.feed.taken.slice(before).map(({ idempotencyKey }) => idempotencyKey)).toEqual([
        `describe ${name}`,
      ]);
      expect(descriptions).toEqual([null, description]);
      expect(client.feed.requests()).toBe(asked + 1);
      expect(plain(await client.show(adasScreen))).toEqual(await truth(adasScreen));
      leave();
    });

    test("an open screen is refreshed by itself, and one that nothing happened to isn't asked for", async () => {
      const client = await start();
      const shown: unknown[] = [];
      const leave = client.watch(ithacasScreen, (data) => shown.push(plain(data)));
      await until(() => shown.length > 0);
      await make({ kind: "move", id: "character:plain:c1", to: ITHACA });
      const after = await truth(ithacasScreen);
      expect(after).not.toEqual(shown[0]);
      await until(() => JSON.stringify(shown.at(-1)) === JSON.stringify(after));
      const asked = client.feed.requests();
      await make({ kind: "createObject", id: "object:plain:o3", name: "Oar", to: null });
      await client.feed.reached(await gateway.place(SCOPES));
      await client.show(ithacasScreen);
      expect(client.feed.requests()).toBe(asked);
      leave();
    });

    test.each(CHANGES)("shows what is there after $what by somebody else", async ({ what, steps }) => {
      const client = await start();
      await expectRight(client, "before");
      for (const step of steps) {
        expect(await make(step)).toBe(true);
        await expectRight(client, what);
      }
    });

    test("shows what is there after an import in the place of the world", async () => {
      const client = await start();
      await expectRight(client, "before");
      await gateway.import(TROY);
      await expectRight(client, "after the import");
      expect(client.feed.taken.some(({ scope, resync }) => scope === WORLD && resync)).toBe(true);
    });

    test("an answer that was under way when something changed doesn't stay", async () => {
      const client = await start();
      await client.show(ithacasScreen);
      const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const { fetch } = globalThis;
      vi.spyOn(globalThis, "fetch").mockImplementationOnce(async (...request) => {
        const response = await fetch(...request);
        const body = await response.text();
        begun.resolve();
        await held.promise;
        return new Response(body, response);
      });
      const showing = client.show(adasScreen);
      await begun.promise;
      await make({ kind: "updateCharacter", id: ADA, name: "Ann", language: "fr", status: "ACTIVE" });
      const place = await gateway.place(SCOPES);
      await until(() => client.feed.heard(WORLD) === place.versions.get(WORLD));
      held.resolve();
      expect(plain(await showing)).not.toEqual(await truth(adasScreen));
      await client.feed.reached(place);
      expect(plain(await client.show(adasScreen))).toEqual(await truth(adasScreen));
    });

    test("shows what is there after each of many changes, whatever they are", async () => {
      const client = await start();
      const steps = plainSteps(SEED);
      for (let n = 0; n < STEPS; n++) {
        const step = steps.next().value!;
        // Some come while screens are being asked for, whose answers may be older or newer than they.
        const asked = n % 3 === 0 ? screens.map(client.show) : [];
        if (!(await make(step))) continue;
        await Promise.all(asked);
        await expectRight(client, `step ${n}, ${JSON.stringify(step)}`);
      }
      await expectRight(client, "in the end");
    });

    test("goes on by itself over a restart, and misses nothing that was made meanwhile", async () => {
      await make({ kind: "createWorld", name: "Plain" });
      const client = await start();
      await expectRight(client, "before");
      const { versions } = await gateway.place(SCOPES);
      await gateway.restart(async () => {
        await gateway.changeElsewhere([
          ...[1, 2, 3].map(
            (n) => ["setWorldFlag", { worldId: WORLD, key: "a", value: `meanwhile ${n}` }] as const,
          ),
          ["updateWorld", { id: WORLD, name: "Renamed meanwhile" }],
        ]);
      });
      await expectRight(client, "after the restart");
      expect(await gateway.change("setWorldFlag", { worldId: WORLD, key: "b", value: "later" })).toBe(true);
      await expectRight(client, "later");
      const from = versions.get(WORLD)!;
      const told = client.feed.taken.filter(({ scope, resync }) => scope === WORLD && !resync);
      expect([...new Set(told.map(({ version }) => version))]).toEqual(
        Array.from({ length: 6 }, (_, n) => from + n),
      );
    });

    test("is told to ask again when the store was restored from an older copy, and is right", async () => {
      await gateway.restart(gateway.backUp);
      for (const value of [1, 2, 3])
        await gateway.change("setWorldFlag", { worldId: WORLD, key: "a", value: `lost ${value}` });
      const client = await start();
      await expectRight(client, "before");
      await gateway.restart(async () => {
        await gateway.restore();
        // As many versions as were lost, and more: by its number alone the client would miss them.
        await gateway.changeElsewhere(
          [1, 2, 3, 4].map((n) => ["setWorldFlag", { worldId: WORLD, key: "b", value: `new ${n}` }]),
        );
      });
      await expectRight(client, "after the restore");
      const { epoch } = await gateway.place(SCOPES);
      for (const scope of SCOPES)
        expect(
          client.feed.taken.find((notice) => notice.scope === scope && notice.epoch === epoch),
        ).toMatchObject({
          resync: true,
        });
      expect(await gateway.change("setWorldFlag", { worldId: WORLD, key: "a", value: "later" })).toBe(true);
      await expectRight(client, "later");
    });
  });
}

const STEPS = 60;

/** Data without what clients add to it: type names, and Apollo's cursor for the end of an empty list. */
function plain(data: unknown): unknown {
  const added = (key: string, value: unknown) =>
    key === "__typename" ? undefined : key === "endCursor" && value === "" ? null : value;
  return JSON.parse(JSON.stringify(data, added));
}
