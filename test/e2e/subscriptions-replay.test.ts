import { describe, expect, test } from "vitest";
import { subscribe, VERSIONS } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const ILIAD = "world:iliad";

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const versionsOf = (notices: readonly { version: number }[]) => notices.map(({ version }) => version);

describe.each(transports)("over $name", (transport) => {
  const at = useGateway();
  const createWorlds = async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
  };
  /** Changes made without HTTP, which is not what is looked at here. */
  let flags = 0;
  const setFlags = async (worldId: string, count: number) => {
    for (let n = 0; n < count; n++)
      await at.services.commands.flags.set({ worldId, key: "k", value: `${++flags}` });
  };

  test("without `after` only what changes from now on comes", async () => {
    await createWorlds();
    await setFlags(WORLD, 3);
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD }] });
    await setFlags(WORLD, 2);
    expect(versionsOf(await subscriber.take(2))).toEqual([5, 6]);
  });

  test("`after` first brings everything since, however many pages of the log that is", async () => {
    await createWorlds();
    await setFlags(WORLD, 150);
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD, after: 1 }] });
    expect(versionsOf(await subscriber.take(150))).toEqual(upTo(151, 2));
    await setFlags(WORLD, 1);
    expect(versionsOf(await subscriber.take(1))).toEqual([152]);
  });

  test("`after` the current version brings nothing but what is new", async () => {
    await createWorlds();
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD, after: 1 }] });
    await setFlags(WORLD, 1);
    expect(versionsOf(await subscriber.take(1))).toEqual([2]);
  });

  test("a replay while changes go on has no gap and nothing twice", async () => {
    await createWorlds();
    const writing = (async () => {
      for (let n = 0; n < 300; n++)
        // Some as clients make them, which lets the subscriber in between.
        if (n % 10 === 0) await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: n });
        else await setFlags(WORLD, 1);
    })();
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD, after: 0 }] });
    expect(versionsOf(await subscriber.take(301))).toEqual(upTo(301));
    await writing;
    await setFlags(WORLD, 1);
    expect(versionsOf(await subscriber.take(1))).toEqual([302]);
  });

  test("a subscriber that comes back with the last version it saw misses nothing", async () => {
    await createWorlds();
    const first = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD, after: 0 }] });
    await setFlags(WORLD, 3);
    const seen = versionsOf(await first.take(2));
    first.vanish();
    await until(() => at.cache.scopes.watchers() === 0);
    await setFlags(WORLD, 2);
    const scopes = [{ id: WORLD, after: seen.at(-1) }];
    const second = await subscribe(at, transport, VERSIONS, { scopes });
    expect([...seen, ...versionsOf(await second.take(4))]).toEqual(upTo(6));
  });

  test("scopes of one subscription have their versions each, and a busy one doesn't starve the others", async () => {
    await createWorlds();
    await setFlags(WORLD, 100);
    await setFlags(ILIAD, 2);
    const scopes = [
      { id: WORLD, after: 0 },
      { id: "worlds", after: 0 },
      { id: ILIAD, after: 1 },
    ];
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes });
    const notices = await subscriber.take(6);
    const of = (scope: string) => versionsOf(notices.filter((notice) => notice.scope === scope));
    expect({ [WORLD]: of(WORLD), worlds: of("worlds"), [ILIAD]: of(ILIAD) }).toEqual({
      [WORLD]: [1, 2],
      worlds: [1, 2],
      [ILIAD]: [2, 3],
    });
    expect(versionsOf(await subscriber.take(99))).toEqual(upTo(101, 3));
  });

  test("a change of two scopes comes as a notice of each", async () => {
    await createWorlds();
    const scopes = [{ id: "worlds" }, { id: WORLD }];
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes });
    await at.change("updateWorld", { id: WORLD, name: "Odysseia" });
    const notices = await subscriber.take(2);
    expect(notices.toSorted((a, b) => (a.scope < b.scope ? -1 : 1))).toEqual([
      { scope: WORLD, version: 2, resync: false },
      { scope: "worlds", version: 3, resync: false },
    ]);
  });

  test("what a notice announces is there for whoever asks at once", async () => {
    await createWorlds();
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: [{ id: WORLD }] });
    for (let n = 0; n < 20; n++) {
      const changed = at.services.commands.flags.set({ worldId: WORLD, key: "k", value: n });
      const { version } = await subscriber.next();
      const { data } = await at.send(
        `{ world(id: "${WORLD}") { version flag(key: "k") { value version } } }`,
      );
      expect(data.world).toEqual({ version, flag: { value: n, version } });
      await changed;
    }
  });
});
