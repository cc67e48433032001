import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "../support/http.ts";
import { type HttpProxy, startVarnish } from "../support/proxies.ts";
import { describeWith, varnish } from "../support/services.ts";
import { sse } from "../support/transports.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const JSON_TYPE = "application/json";
const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
const VERSION = `/graphql?query=${encodeURIComponent(`{ world(id: "world:odyssey") { version } }`)}`;

describeWith(varnish, "behind an unmodified Varnish", (program) => {
  const at = useSharedGateway();
  let proxy: HttpProxy;
  // It compiles its configuration, by a C compiler.
  beforeAll(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    proxy = await startVarnish(program, at.url);
  });
  afterAll(() => proxy?.stop());
  const get = (path: string, accept = JSON_TYPE) => send(`${proxy.url}${path}`, { headers: { accept } });
  const flag = (value: number) => at.change("setWorldFlag", { worldId: "world:odyssey", key: "k", value });

  test("a GET sees what was acknowledged before it", async () => {
    await get(VERSION);
    for (let n = 0; n < 4; n++) {
      const { version } = await flag(n);
      expect((await get(VERSION)).json().data).toEqual({ world: { version } });
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
    const told = async () => (await subscription.next())?.data.invalidations.version;
    for (let made = (await flag(0)).version; (await told()) < made; );
    for (let n = 1; n < 4; n++) {
      const { version } = await flag(n);
      expect(await told()).toBe(version);
    }
    subscription.leave();
  });
});
