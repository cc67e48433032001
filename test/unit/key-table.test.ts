import { expect, test } from "vitest";
import { channelOf, markKey, prefixOf, recentKey } from "../../src/cache/redis/keys.ts";
import { listKeys } from "../../src/entities/lists.ts";
import { STATE_KEY } from "../../src/entities/slots.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { namesIn, readPage, tableAfter } from "../support/pages.ts";

const ID = "<id>";
const PREFIX = prefixOf("world:w");

/** Every key that the registry's types and lists have, as the table writes it. */
function keysOfTheRegistry(): string[] {
  const { definitions } = createWorldRegistry();
  const lists = definitions.flatMap((definition) =>
    definition.lists
      .filter(({ hidden }) => !hidden)
      .flatMap((list) => {
        const { types = [] } = (list.parent && definition.fields[list.parent]!.reference) || {};
        const owners = definitions.filter(
          ({ name }) => name === list.owner || (list.owner === "Entity" && types.includes(name)),
        );
        const bases = list.parent
          ? owners.map(({ prefix }) => list.base(`${prefix}:${ID}`))
          : [list.base("")];
        return bases.flatMap((base) =>
          listKeys(list, base).map((key) => key + (list.filters.length > 0 ? "[:<filters>]" : "")),
        );
      }),
  );
  return [STATE_KEY, ...definitions.map((definition) => definition.key(ID)), ...lists];
}

test("the protocol's page has every key of a scope, and no other", () => {
  const told = tableAfter(readPage("src/cache/README.md"), "\n## The keys\n").flatMap(([keys = ""]) =>
    namesIn(keys),
  );
  const ofScope = [markKey(PREFIX), recentKey(PREFIX), channelOf("world:w")].map((key) =>
    key.slice(PREFIX.length),
  );
  const keys = [...ofScope, ...keysOfTheRegistry()].map((key) => `…:${key}`);
  expect(told.sort()).toEqual([...new Set(keys)].sort());
});
