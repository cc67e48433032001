import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createHandClock, type HandClock } from "./clock.ts";
import { type Answer, startTestGateway, type TestGateway } from "./gateway.ts";
import { type WatchedStore, watchStore } from "./watched-store.ts";

type Input = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

/** A running gateway, and the operations that tests send it most. */
export interface GatewayInUse
  extends Pick<TestGateway, "send" | "data" | "cache" | "store" | "services" | "load" | "url"> {
  /** Stands at 2026-01-01T00:00:00.000Z until a test moves it. */
  readonly clock: HandClock;
  /** What the gateway asks its store. */
  readonly watched: WatchedStore;
  /** Sends one mutation and answers its payload: `worldId`, `version` and what is selected beside. */
  change(mutation: string, input: Input, selection?: string, headers?: Headers): Promise<Answer["data"]>;
  /** Makes the same mutation with many inputs, in as few documents as may be; answers their payloads. */
  changeMany(mutation: string, inputs: readonly Input[], selection?: string): Promise<Answer["data"][]>;
  /** Sends one mutation that is refused, and answers the code and the field of its only error. */
  refusal(mutation: string, input: Input): Promise<{ code: string; field?: string }>;
  /** Sends an operation that has one error, and answers that error's code and field. */
  fault(query: string, variables?: Input, headers?: Headers): Promise<{ code: string; field?: string }>;
}

interface Kept {
  gateway: TestGateway;
  watched: WatchedStore;
  clock: HandClock;
}

/** A gateway of its own for each test of the describe block or file that calls this, with nothing stored. */
export function useGateway(env: Record<string, string> = {}): GatewayInUse {
  let kept: Kept | undefined;
  beforeEach(async () => {
    kept = await start(env);
  });
  afterEach(() => kept?.gateway.close());
  return inUse(() => kept);
}

/** One gateway for all tests of the describe block or file that calls this. */
export function useSharedGateway(env: Record<string, string> = {}): GatewayInUse {
  let kept: Kept | undefined;
  beforeAll(async () => {
    kept = await start(env);
  });
  afterAll(() => kept?.gateway.close());
  return inUse(() => kept);
}

/** What two gateways share beyond their store, as settings. */
type Prepare = () => Promise<Record<string, string>>;

interface TwoGateways {
  readonly a: GatewayInUse;
  readonly b: GatewayInUse;
}

/**
 * Two gateways on one store, for each test: a database file of its own, unless what `prepare` resolves
 * with says otherwise. Neither polls unless it is told to.
 */
export function useTwoGateways(prepare?: Prepare): TwoGateways {
  return twoGateways(beforeEach, afterEach, prepare);
}

/** As `useTwoGateways`, but the same two for all tests of the describe block that calls this. */
export function useTwoSharedGateways(prepare?: Prepare): TwoGateways {
  return twoGateways(beforeAll, afterAll, prepare);
}

function twoGateways(
  before: typeof beforeEach | typeof beforeAll,
  after: typeof afterEach | typeof afterAll,
  prepare: Prepare = async () => ({}),
): TwoGateways {
  const kept: Kept[] = [];
  let folder = "";
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
    const env = { SQLITE_FILE: join(folder, "worlds.sqlite"), ...(await prepare()) };
    for (let n = 0; n < 2; n++) kept.push(await start(env));
  });
  after(async () => {
    for (const { gateway } of kept.splice(0)) await gateway.close();
    rmSync(folder, { recursive: true });
  });
  return { a: inUse(() => kept[0]), b: inUse(() => kept[1]) };
}

async function start(env: Record<string, string>): Promise<Kept> {
  const watched = watchStore();
  const clock = createHandClock();
  // The lease lasts 3T of a clock that stands still, so a poll happens when a test asks for it.
  const gateway = await startTestGateway(
    { RELAY_INTERVAL_MS: "60000", ...env },
    { clock, wrapStore: watched.wrap },
  );
  return { gateway, watched, clock };
}

function inUse(find: () => Kept | undefined): GatewayInUse {
  const kept = () => {
    const found = find();
    if (!found) throw new Error("the gateway runs while a test does, and not before");
    return found;
  };
  const mutate = (mutation: string, input: Input, selection: string, headers?: Headers) =>
    kept().gateway.send(
      `mutation ($input: ${inputType(mutation)}!) { ${mutation}(input: $input) { ${selection} } }`,
      { input },
      headers,
    );
  return {
    get clock() {
      return kept().clock;
    },
    get watched() {
      return kept().watched;
    },
    get cache() {
      return kept().gateway.cache;
    },
    get store() {
      return kept().gateway.store;
    },
    get services() {
      return kept().gateway.services;
    },
    get load() {
      return kept().gateway.load;
    },
    get url() {
      return kept().gateway.url;
    },
    send: (...args) => kept().gateway.send(...args),
    data: (...args) => kept().gateway.data(...args),
    change: async (mutation, input, selection = "", headers = {}) => {
      const scope = mutation === "purgeCache" ? "scope" : "worldId";
      const { data, errors } = await mutate(mutation, input, `${scope} version ${selection}`, headers);
      if (errors) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
      return data[mutation];
    },
    changeMany: async (mutation, inputs, selection = "") => {
      const payloads: Answer["data"][] = [];
      for (let from = 0; from < inputs.length; from += MAX_ALIASES) {
        const some = inputs.slice(from, from + MAX_ALIASES);
        const variables = some.map((_, n) => `$i${n}: ${inputType(mutation)}!`).join(" ");
        const fields = some.map(
          (_, n) => `m${n}: ${mutation}(input: $i${n}) { worldId version ${selection} }`,
        );
        const data = await kept().gateway.data(
          `mutation (${variables}) { ${fields.join(" ")} }`,
          Object.fromEntries(some.map((input, n) => [`i${n}`, input])),
        );
        payloads.push(...Object.values(data));
      }
      return payloads;
    },
    refusal: async (mutation, input) => {
      const answer = await mutate(mutation, input, "version");
      if (answer.data && answer.data[mutation] !== null) throw new Error(`${mutation} was accepted`);
      return onlyError(answer);
    },
    fault: async (query, variables, headers) =>
      onlyError(await kept().gateway.send(query, variables, headers)),
  };
}

const MAX_ALIASES = 100;

/** The type of a mutation's `input`. */
export function inputType(mutation: string): string {
  return `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
}

function onlyError({ errors = [] }: Answer): { code: string; field?: string } {
  if (errors.length !== 1) throw new Error(`expected one error: ${JSON.stringify(errors)}`);
  const { code, field } = errors[0].extensions;
  return field === undefined ? { code } : { code, field };
}
