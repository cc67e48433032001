import { afterEach, beforeEach, expect, test } from "vitest";
import { endProcesses, type GatewayProcess, startProcess } from "../support/process.ts";
import { type HttpProxy, startNginx } from "../support/proxies.ts";
import { describeWith, nginx } from "../support/services.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";
import { sse, webSocket } from "../support/transports.ts";

describeWith(nginx, "behind nginx", (program) => {
  let file: StoreFile;
  let gateways: GatewayProcess[];
  let proxy: HttpProxy | undefined;
  beforeEach(async () => {
    file = await createStoreFile();
    gateways = [];
    await start();
    await change(await gateways[0]!.url(), "createWorld", `id: "odyssey", name: "The Odyssey"`);
  });
  afterEach(async () => {
    await proxy?.stop();
    proxy = undefined;
    await endProcesses();
    await file.remove();
  });

  async function start(): Promise<string> {
    const gateway = startProcess({ SQLITE_FILE: file.path });
    gateways.push(gateway);
    return gateway.url();
  }
  const location = async (lines = "") =>
    `server { listen 127.0.0.1:PORT; location / { proxy_pass ${await gateways[0]!.url()}; ${lines} } }`;

  test("an SSE notice arrives before the next one is made, with nothing configured for it", async () => {
    proxy = await startNginx(program, await location());
    await expectNotices(proxy.url, sse);
  });

  test("a WebSocket's notices arrive, with the usual lines for an upgrade", async () => {
    const upgrade = `proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`;
    proxy = await startNginx(program, await location(upgrade));
    await expectNotices(proxy.url, webSocket);
  });

  test("no request is lost, mutations among them, while one of two gateways is told to end", async () => {
    const hosts = [await gateways[0]!.url(), await start()].map((url) => new URL(url).host);
    const balanced = `upstream gateways { ${hosts.map((host) => `server ${host};`).join(" ")} keepalive 16; }
      server { listen 127.0.0.1:PORT; location / {
        proxy_pass http://gateways; proxy_http_version 1.1; proxy_set_header Connection "";
        proxy_set_header Host localhost;
      } }`;
    proxy = await startNginx(program, balanced);
    const { url } = proxy;
    let ended = false;
    const gone = (async () => {
      // All connections that nginx keeps are in use by now.
      await gateways[0]!.line(/shutting down/);
      await gateways[0]!.ended;
      ended = true;
    })();
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let n = 0, after = 0; after < 5; n++) {
        if (ended) after++;
        await change(url, "setWorldFlag", `worldId: "world:odyssey", key: "c${client}", value: ${n}`);
        await ask(url, `{ world(id: "world:odyssey") { version } }`);
        if (client === 0 && n === 5) gateways[0]!.signal("SIGTERM");
      }
    });
    await Promise.all([gone, ...clients]);
    expect(await gateways[0]!.ended).toBe(0);
  });
});

/** Each change is told of before the next is made, so none may wait for others to fill a buffer. */
async function expectNotices(url: string, transport: typeof sse): Promise<void> {
  const query = `subscription { invalidations(scopes: [{ id: "world:odyssey", after: 0 }]) { version } }`;
  const subscription = transport.subscribe(url, query);
  const version = async () => (await subscription.next())?.data.invalidations.version;
  expect(await version()).toBe(1);
  for (let n = 2; n <= 4; n++) {
    await change(url, "setWorldFlag", `worldId: "world:odyssey", key: "k", value: ${n}`);
    const made = performance.now();
    expect(await version()).toBe(n);
    expect(performance.now() - made).toBeLessThan(PROMPT_MS);
  }
  subscription.leave();
}

/** nginx holds back for longer, where it holds back; a machine is seldom busy for so long. */
const PROMPT_MS = 2_000;

async function change(url: string, mutation: string, input: string): Promise<void> {
  await ask(url, `mutation { ${mutation}(input: { ${input} }) { version } }`);
}

/** Fails for any answer but the expected one, such as nginx's 502. */
async function ask(url: string, query: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify({ query }),
  });
  const answer = await response.text();
  if (response.status !== 200 || answer.includes(`"errors"`))
    throw new Error(`${response.status} ${answer.slice(0, 200)}`);
}
