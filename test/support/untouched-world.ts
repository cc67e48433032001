import { afterAll, beforeAll, expect } from "vitest";
import { type Answer, startTestGateway, type TestGateway } from "./gateway.ts";
import { keepLog } from "./log-lines.ts";

/** What an operation is refused with. `field`: null where no part of the request is at fault. */
export interface Refusal {
  readonly code?: string;
  readonly field: string | null;
  /** The message holds it, or matches it. */
  readonly says: string | RegExp;
}

export interface UntouchedWorld {
  readonly gateway: TestGateway;
  /** Sends an operation that is refused with one error, and sees that it has changed nothing. */
  refused(query: string, variables: Record<string, unknown> | undefined, refusal: Refusal): Promise<void>;
  /** As `refused`, with variables as JSON that `JSON.stringify` wouldn't write. */
  refusedWritten(query: string, variables: string, refusal: Refusal): Promise<void>;
  /** Sends an HTTP request that is refused so, and sees that it has changed nothing. */
  refusedRequest(request: RequestInit, status: number, refusal: Refusal, search?: string): Promise<void>;
}

const WORLD = "world:ithaca";

/**
 * One gateway for the tests of a file. It holds two worlds, `ithaca` and `troy`, which no test changes:
 * characters odysseus and penelope in the location palace, telemachus at the harbour, objects bow and
 * bed in the palace, and two events about odysseus.
 */
export function useUntouchedWorld(): UntouchedWorld {
  let gateway: TestGateway;
  const log = keepLog();

  beforeAll(async () => {
    gateway = await startTestGateway({}, { logger: log.logger });
    await gateway.data(FILL);
  });
  afterAll(() => gateway.close());

  /** Everything has the version that it had, nothing unexpected was logged, and the next request works. */
  async function unchangedBy(work: () => Promise<void>): Promise<void> {
    const scopes = ["worlds", WORLD, "world:troy"];
    const before = await gateway.store.versions(scopes);
    await work();
    expect(await gateway.store.versions(scopes)).toEqual(before);
    expect(log.troubles()).toEqual([]);
    expect(await gateway.data(`{ world(id: "${WORLD}") { name } }`)).toEqual({ world: { name: "Ithaca" } });
  }

  const world: UntouchedWorld = {
    get gateway() {
      return gateway;
    },
    refused: (query, variables, refusal) =>
      unchangedBy(async () => expectRefusal(await gateway.send(query, variables), refusal)),
    refusedWritten: (query, variables, refusal) => {
      const body = `{ "query": ${JSON.stringify(query)}, "variables": ${variables} }`;
      const headers = { "content-type": "application/json" };
      return world.refusedRequest({ method: "POST", headers, body }, 200, refusal);
    },
    refusedRequest: (request, status, refusal, search = "") =>
      unchangedBy(async () => {
        const response = await fetch(`${gateway.url}/graphql${search}`, request);
        expect(response.status).toBe(status);
        expect(response.headers.get("content-type")).toMatch(/^application\/json/);
        expectRefusal({ headers: response.headers, ...((await response.json()) as object) }, refusal);
      }),
  };
  return world;
}

function expectRefusal(
  { errors = [], headers }: Pick<Answer, "headers"> & Partial<Answer>,
  { code = "BAD_USER_INPUT", field, says }: Refusal,
): void {
  expect(errors).toHaveLength(1);
  const { message, extensions } = errors[0];
  expect(extensions.code).toBe(code);
  expect(extensions.field ?? null).toBe(field);
  expect(message).toMatch(says);
  expect(message.length).toBeLessThan(600);
  expect(extensions.requestId).toBe(headers.get("x-request-id"));
  expect(extensions).not.toHaveProperty("http");
}

const FILL = `mutation {
  w: createWorld(input: { id: "ithaca", name: "Ithaca" }) { version }
  t: createWorld(input: { id: "troy", name: "Troy" }) { version }
  l: createLocation(input: { worldId: "${WORLD}", id: "palace", name: "Palace", kind: "house" }) { version }
  m: createLocation(input: { worldId: "${WORLD}", id: "harbour", name: "Harbour", kind: "harbour" }) { version }
  tl: createLocation(input: { worldId: "world:troy", id: "gate", name: "Gate", kind: "gate" }) { version }
  a: createCharacter(input: { worldId: "${WORLD}", id: "odysseus", name: "Odysseus", locationId: "location:ithaca:palace" }) { version }
  b: createCharacter(input: { worldId: "${WORLD}", id: "penelope", name: "Penelope", locationId: "location:ithaca:palace" }) { version }
  c: createCharacter(input: { worldId: "${WORLD}", id: "telemachus", name: "Telemachus", language: "el", locationId: "location:ithaca:harbour" }) { version }
  d: createCharacter(input: { worldId: "world:troy", id: "priam", name: "Priam", locationId: "location:troy:gate" }) { version }
  e: createCharacter(input: { worldId: "world:troy", id: "hecuba", name: "Hecuba" }) { version }
  o: createObject(input: { worldId: "${WORLD}", id: "bow", name: "Bow", holderId: "location:ithaca:palace" }) { version }
  p: createObject(input: { worldId: "${WORLD}", id: "bed", name: "Bed", holderId: "location:ithaca:palace" }) { version }
  v: addTimelineEvents(input: { worldId: "${WORLD}", events: [
    { id: "leaving", kind: "journey", summary: "He sails for Troy.", involves: ["character:ithaca:odysseus"] }
    { id: "return", kind: "journey", summary: "He comes home.", involves: ["character:ithaca:odysseus"] }
  ] }) { version }
  f: setWorldFlag(input: { worldId: "${WORLD}", key: "suitors", value: 108 }) { version }
}`;
