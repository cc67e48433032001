import { afterEach, beforeEach, expect, test } from "vitest";
import { send } from "../support/http.ts";
import { type HttpProxy, startVarnish } from "../support/proxies.ts";
import { describeWith, varnish } from "../support/services.ts";
import { sse } from "../support/transports.ts";
import { useGateway } from "../support/use-gateway.ts";

const JSON_TYPE = "application/json";
const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
const VERSION = `/graphql?query=${encodeURIComponent(`{ world(id: "world:odyssey") { version } }`)}`;

describeWith(varnish, "behind an unmodified Varnish", (program) => {
  const at = useGateway();
  let proxy: HttpProxy;
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    proxy = await startVarnish(program, at.url);
  });
  afterEach(() => proxy?.stop());
  const get = (path: string, accept = JSON_TYPE) => send(`${proxy.url}${path}`, { headers: { accept } });
  const flag = (value: number) => at.change("setWorldFlag", { worldId: "world:odyssey", key: "k", value });

  test("a GET sees what was acknowledged before it", async () => {
    for (let version = 1; version <= 4; version++) {
      expect((await get(VERSION)).json().data).toEqual({ world: { version } });
      await flag(version);
    }
  });

  test("a client that asks for JSON never gets GraphiQL, nor a browser JSON, whoever asked first", async () => {
    for (const path of ["/graphql", VERSION])
      for (const accept of [HTML, JSON_TYPE, HTML, JSON_TYPE]) {
        const { headers } = await get(path, accept);
        expect(headers["content-type"]).toMatch(accept === HTML ? /^text\/html/ : /json/);
      }
  });

  test.each([VERSION, "/graphql?query={nonsense}", "/health", "/ready", "/metrics"])(
    "%s is asked of the gateway each time",
    async (path) => {
      for (let n = 0; n < 3; n++) {
        const { headers } = await get(path);
        // A hit names the request that fetched the answer too.
        expect(headers["x-varnish"]).toMatch(/^\d+$/);
      }
    },
  );

  test("an SSE notice arrives before the next one is made", async () => {
    const query = `subscription { invalidations(scopes: [{ id: "world:odyssey", after: 0 }]) { version } }`;
    const subscription = sse.subscribe(proxy.url, query);
    for (let version = 1; version <= 4; version++) {
      expect((await subscription.next())?.data).toEqual({ invalidations: { version } });
      await flag(version);
    }
    subscription.leave();
  });
});
