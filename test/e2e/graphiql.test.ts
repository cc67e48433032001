import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { chromium, describeWith } from "../support/services.ts";
import { until } from "../support/until.ts";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describeWith(chromium, "GraphiQL in a browser", (executablePath) => {
  let gateway: TestGateway;
  let browser: Browser;
  const windows: BrowserContext[] = [];
  /** What pages asked of other hosts. */
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway({ DEMO_WORLD: "true" });
    browser = await playwright.launch({ executablePath, args: QUIET });
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close();
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test("is found from the landing page, and opens without asking another host", async () => {
    const page = await open("/");
    expect(await page.title()).toBe("Living Worlds");
    await page.getByRole("link", { name: "Open GraphiQL" }).click();
    await page.getByRole("button", { name: "Execute query" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/graphql");
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(["Odyssey", "Changes", "Move"]);
    expect(await page.title()).toBe("Living Worlds");
  });

  test("explains the schema", async () => {
    const page = await open("/graphql");
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Mutation", exact: true }).click();
    await page.getByText("Each is all or nothing, and raises its world's version by one.").waitFor();
  });

  test("runs the example query", async () => {
    const page = await open("/graphql");
    await run(page);
    await shows(page, '"name": "Odysseus"');
    await shows(page, '"name": "The Farm of Laertes"');
    await shows(page, '"name": "The Odyssey"');
  });

  test("shows in one window what the example mutation changes in another", async () => {
    const watching = await open("/graphql");
    await choose(watching, "Changes");
    await run(watching);
    await until(() => gateway.cache.scopes.watchers() > 0);
    const moving = await open("/graphql");
    await choose(moving, "Move");
    await run(moving);
    await shows(moving, '"name": "The Hall of Odysseus"');
    await shows(watching, '"version": 2');
    await shows(watching, '"entityId": "character:odyssey:odysseus"');
    await shows(watching, '"location:odyssey:ithaca-palace.characters"');
    await gateway.data(
      `mutation { moveCharacter(input: { id: "character:odyssey:odysseus", locationId: null }) { version } }`,
    );
    await shows(watching, '"version": 3');
    await watching.close();
    await until(() => gateway.cache.scopes.watchers() === 0);
  });

  /** A window of its own, as another visitor has it. */
  async function open(path: string): Promise<Page> {
    const window = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    windows.push(window);
    await window.route("**/*", async (route) => {
      const url = route.request().url();
      if (url.startsWith(gateway.url)) return route.continue();
      foreign.push(url);
      return route.abort();
    });
    const page = await window.newPage();
    page.on("websocket", (socket) => foreign.push(socket.url()));
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(gateway.url + path);
    return page;
  }

  async function choose(page: Page, tab: string): Promise<void> {
    await page.getByRole("button", { name: tab, exact: true }).click();
    // GraphiQL parses what a tab holds a moment after it shows it, and then writes it into the address.
    await page.waitForURL(({ searchParams }) => searchParams.get("query")?.includes(` ${tab} `) ?? false);
  }

  async function run(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Execute query" }).click();
  }

  async function shows(page: Page, text: string): Promise<void> {
    await page.locator(".graphiql-response .view-line", { hasText: text }).first().waitFor();
  }
});
