import { afterEach, expect, test, vi } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";
import { createApolloClient } from "./support/apollo.ts";
import { describeClient } from "./support/client-contract.ts";
import { characterQuery } from "./support/screens.ts";

describeClient("Apollo Client", createApolloClient);

const at = useGateway();
afterEach(() => vi.restoreAllMocks());

test("Apollo Client asks by hash, and by the whole query where that isn't supported", async () => {
  await makeSmallOdyssey(at);
  await at.change("createWorld", { id: "plain", name: "Plain" });
  const fetched = vi.spyOn(globalThis, "fetch");
  const client = createApolloClient(at.url);
  await client.feed.reached();
  const screen = { document: characterQuery, variables: { id: "character:odyssey:argos" } };
  expect(await client.show(screen)).toMatchObject({ character: { name: "Argos" } });
  client.close();
  const bodies = fetched.mock.calls.map(([, init]) => JSON.parse(init!.body as string));
  expect(bodies[0]).not.toHaveProperty("query");
  expect(bodies[0].extensions.persistedQuery.sha256Hash).toMatch(/^[0-9a-f]{64}$/);
  expect(bodies.at(-1)).toHaveProperty("query");
});
