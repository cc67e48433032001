import { describe, expect, test } from "vitest";
import { openWebSocket, type RawWebSocket } from "../support/raw-websocket.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const gateway = useSharedGateway();

async function open(payload: unknown, headers?: Record<string, string>): Promise<RawWebSocket> {
  const opened = await openWebSocket(gateway.url, { headers });
  opened.send({ type: "connection_init", payload });
  return opened;
}

/** What an operation answers on a socket with these parameters. */
async function answerWith(payload: unknown, headers?: Record<string, string>) {
  const { send, next } = await open(payload, headers);
  expect(await next()).toEqual({ type: "connection_ack" });
  const ask = async (id: string) => {
    send({ id, type: "subscribe", payload: { query: "{ worlds { nodes { id } } }" } });
    const { type, payload: answer } = await next();
    if (type === "next") expect(await next()).toEqual({ id, type: "complete" });
    return type === "error" ? { errors: answer } : answer;
  };
  const first = await ask("1");
  // They hold for all operations of the socket.
  const again = await ask("2");
  expect(again.errors?.[0].extensions.field).toBe(first.errors?.[0].extensions.field);
  return first;
}

const good = { data: { worlds: { nodes: [] } } };
const notThere = { errors: [{ extensions: { code: "BAD_USER_INPUT", field: "x-min-version" } }] };

describe("connectionParams", () => {
  test.each([
    [undefined],
    [{}],
    [{ "x-min-version": "worlds=0" }],
    [{ "X-Min-Version": "worlds=0", "X-CONSISTENCY": "strict" }],
    [{ "x-min-version": null, "x-consistency": null }],
    [{ authorization: "Bearer x", "x-other": 7, "x-min-versions": {}, headers: { "x-consistency": "bad" } }],
    [{ deep: [12345678901234567890n.toString()], __proto__: null }],
  ])("say what headers would, and what nobody knows is ignored: %j", async (params) => {
    expect(await answerWith(params)).toMatchObject(good);
  });

  test("ask for versions and consistency of all operations, as a handshake's headers do", async () => {
    expect(await answerWith({ "x-min-version": "worlds=99" })).toMatchObject(notThere);
    expect(await answerWith({ "X-MIN-VERSION": "worlds=99" })).toMatchObject(notThere);
    expect(await answerWith({}, { "x-min-version": "worlds=99" })).toMatchObject(notThere);
  });

  test("stand in the place of a handshake's headers of the same name, and of no others", async () => {
    const handshake = { "x-min-version": "worlds=99" };
    expect(await answerWith({ "x-min-version": "worlds=0" }, handshake)).toMatchObject(good);
    expect(await answerWith({ "x-consistency": "strict" }, handshake)).toMatchObject(notThere);
    expect(await answerWith({ "x-min-version": null }, handshake)).toMatchObject(notThere);
    expect(await answerWith({ "x-min-version": "worlds=99" }, { "x-min-version": "worlds=0" })).toMatchObject(
      notThere,
    );
  });

  test.each([
    [{ "x-min-version": "odyssey" }, "x-min-version: expected terms such as world:odyssey=12"],
    [{ "x-min-version": "world:odyssey=-1" }, "x-min-version: "],
    [{ "x-min-version": "world:odyssey=9007199254740993" }, "x-min-version: "],
    [{ "x-min-version": 12 }, "x-min-version: expected what its header says, as a string"],
    [{ "x-min-version": { worlds: 1 } }, "x-min-version: "],
    [{ "x-min-version": ["worlds=1"] }, "x-min-version: "],
    [{ "X-Min-Version": "worlds=0", "x-min-version": "worlds=0" }, "x-min-version: it is given twice"],
    [{ "x-min-version": `worlds=${"é".repeat(1_000)}` }, "x-min-version: "],
    [{ "x-consistency": "eventual" }, "x-consistency: expected strict"],
    [{ "x-consistency": true }, "x-consistency: "],
    [{ authorization: 7 }, "authorization: "],
    [{ Authorization: "Bearer \ud800" }, "authorization: "],
    [{ authorization: "Bearer x\r\nx-consistency: strict" }, "authorization: "],
  ])("that are malformed close the socket and say which: %j", async (params, reason) => {
    const { next } = await open(params);
    const closed = await next();
    expect(closed).toEqual({ closed: 4400, reason: expect.stringContaining(reason) });
    expect(Buffer.byteLength(closed.reason)).toBeLessThanOrEqual(123);
  });
});
