import { beforeEach, describe, expect, test } from "vitest";
import { openSse, type SseMessage, type SseStream } from "../support/sse.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const at = useGateway();
const watchers = () => at.cache.scopes.watchers();

beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));

const add = (...ids: string[]) =>
  at.change("addTimelineEvents", {
    worldId: WORLD,
    events: ids.map((id) => ({ id, kind: "k", summary: id })),
  });
const open = (query: string, headers?: Record<string, string>, variables?: Record<string, unknown>) =>
  openSse(at.url, { query, variables }, headers);
const EVENTS = `subscription { timelineEvents(worldId: "${WORLD}", after: 0) { summary } }`;
const NOTICES = `subscription { invalidations(scopes: [{ id: "${WORLD}" }]) { version } }`;
const contents = (message: SseMessage | null) => JSON.parse(message!.data);
const take = async (stream: SseStream, count: number) => {
  const messages = [];
  while (messages.length < count) messages.push((await stream.next())!);
  return messages;
};
const summaries = (messages: SseMessage[]) =>
  messages.map((message) => contents(message).data.timelineEvents.summary);

describe("a subscription over SSE", () => {
  test("gives each event its `resume` as id, also where the client asked for it under another name, or not", async () => {
    await add("one", "two");
    const plain = await take(open(EVENTS), 2);
    const selected = `subscription { e: timelineEvents(worldId: "${WORLD}", after: 0) { r: resume world { id } } }`;
    const named = await take(open(selected), 2);
    const resumes = named.map((message) => contents(message).data.e.r);
    expect(plain.map(({ id }) => id)).toEqual(resumes);
    expect(named.map(({ id }) => id)).toEqual(resumes);
    expect(new Set(resumes).size).toBe(2);
    const notice = `subscription { n: invalidations(scopes: [{ id: "${WORLD}" }]) { r: resume } }`;
    const [first] = await take(open(notice), 1);
    expect(first).toEqual({ event: "next", id: contents(first!).data.n.r, data: expect.any(String) });
  });

  test("gives an event its id also where one of its fields fails", async () => {
    await add("one", "two");
    const query = `subscription {
      timelineEvents(worldId: "${WORLD}", after: 0) { summary world { flag(key: "") { id } } }
    }`;
    const [first] = await take(open(query), 1);
    expect(contents(first!)).toMatchObject({
      data: { timelineEvents: { summary: "one" } },
      errors: [{ extensions: { code: "BAD_USER_INPUT" } }],
    });
    expect(summaries(await take(open(EVENTS, { "last-event-id": first!.id! }), 1))).toEqual(["two"]);
  });

  test("goes on after `Last-Event-ID`, which stands before `resume`, and that before `after`", async () => {
    await add("one", "two", "three");
    const [one, two] = await take(open(EVENTS), 2);
    const query = `subscription ($resume: String) {
      timelineEvents(worldId: "${WORLD}", after: 0, resume: $resume) { summary }
    }`;
    const resumed = (variables: object, headers = {}) => open(query, headers, { ...variables });
    expect(summaries(await take(resumed({ resume: one!.id }), 2))).toEqual(["two", "three"]);
    const both = resumed({ resume: one!.id }, { "last-event-id": two!.id! });
    expect(summaries(await take(both, 1))).toEqual(["three"]);
    // What a client that has had nothing yet may send.
    expect(summaries(await take(resumed({ resume: null }, { "last-event-id": "" }), 1))).toEqual(["one"]);
  });

  test("refuses an id, and a `resume`, that is garbage or another subscription's", async () => {
    const other = open(NOTICES);
    const [{ id: others } = {}] = await take(other, 1);
    other.abort();
    for (const id of ["garbage", others!]) {
      const extensions = { code: "BAD_USER_INPUT", expected: "what this subscription gave out" };
      const refused = (field: string) => ({ errors: [{ extensions: { ...extensions, field } }] });
      const byHeader = open(EVENTS, { "last-event-id": id });
      expect(contents(await byHeader.next())).toMatchObject(refused("last-event-id"));
      expect(await byHeader.next()).toEqual({ event: "complete", data: "" });
      const query = `subscription { timelineEvents(worldId: "${WORLD}", resume: "${id}") { summary } }`;
      expect(contents(await open(query).next())).toMatchObject(refused("resume"));
    }
    await until(() => watchers() === 0);
  });

  test("isn't kept, changed or held back by what lies between", async () => {
    const { headers, status } = await open(NOTICES).response;
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/event-stream");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-accel-buffering")).toBe("no");
  });

  test("comes by GET as well, for EventSource, which goes on where it was cut off", async () => {
    await add("one", "two", "three");
    const url = `${at.url}/graphql?query=${encodeURIComponent(EVENTS)}`;
    const taken: string[] = [];
    let id = "";
    for (let connection = 0; connection < 3; connection++) {
      const leaving = new AbortController();
      const accept = "text/event-stream";
      const response = await fetch(url, {
        headers: { accept, ...(id && { "last-event-id": id }) },
        signal: leaving.signal,
      });
      let text = "";
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (/data: .*\n\n/.test(text)) break;
      }
      leaving.abort();
      id = /^id: (.*)$/m.exec(text)![1]!;
      taken.push(/"summary":"(\w+)"/.exec(text)![1]!);
    }
    expect(taken).toEqual(["one", "two", "three"]);
  });

  test("is done, and says so, when an error ends it", async () => {
    const stream = open(NOTICES.replace(WORLD, "world:nowhere"));
    expect(contents(await stream.next()).errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    expect(await stream.next()).toEqual({ event: "complete", data: "" });
    expect(await stream.next()).toBeNull();
  });
});

describe("other operations over SSE", () => {
  test.each([
    ["a query", `{ world(id: "${WORLD}") { name } }`, { data: { world: { name: "The Odyssey" } } }],
    [
      "a mutation",
      `mutation { activateWorld(input: { id: "${WORLD}" }) { version } }`,
      { data: { activateWorld: { version: 2 } } },
    ],
    ["a document that isn't valid", "{ nothing }", { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] }],
  ])("%s is one event and done", async (_, query, expected) => {
    const stream = open(query);
    const { headers } = await stream.response;
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-accel-buffering")).toBe("no");
    const message = await stream.next();
    expect(message).not.toHaveProperty("id");
    expect(contents(message)).toMatchObject(expected);
    expect(await stream.next()).toEqual({ event: "complete", data: "" });
    expect(await stream.next()).toBeNull();
  });
});
