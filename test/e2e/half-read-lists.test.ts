import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
const uncaught: unknown[] = [];
const keep = (error: unknown) => uncaught.push(error);
beforeAll(async () => {
  gateway = await startTestGateway();
  process.on("unhandledRejection", keep);
});
afterAll(async () => {
  process.off("unhandledRejection", keep);
  await gateway.close();
});

test("an entry that is refused while those before it are still being read leaves no failure uncaught", async () => {
  for (const id of ["a", "b", "c"])
    await gateway.data(`mutation { createWorld(input: { id: "${id}", name: "${id}" }) { version } }`);
  // The last one answers at once, and the others have to wait for the store.
  await gateway.data(`{ world(id: "world:c") { flags { key } characters { nodes { id } } } }`);
  const { data, errors } = await gateway.send(
    `{ worlds { nodes { flags { key } characters { nodes { id } } timeline(after: "no cursor") { nodes { id } } } } }`,
  );
  expect(data).toBeNull();
  expect(errors![0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "after" });
  // What still waits for the store has its turn now.
  expect((await gateway.data(`{ worlds { nodes { flags { key } } } }`)).worlds.nodes).toHaveLength(3);
  expect(uncaught).toEqual([]);
});
