import { readConfig } from "../../src/config.ts";
import { type Gateway, type GatewayOptions, startGateway } from "../../src/gateway.ts";
import { createLogger } from "../../src/observability/logger.ts";
import { cachePolicies } from "../../src/worlds/registry.ts";

/** What an operation answered over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly errors: any[] | undefined;
  readonly extensions: Record<string, unknown> | undefined;
}

export interface TestGateway extends Gateway {
  /** Sends an operation as a client would; `headers` beside the usual ones. */
  send(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** As `send`, and throws if the answer has errors. */
  data(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer["data"]>;
}

/**
 * Starts a gateway in this process on a free port, with nothing stored, unless `env` says otherwise.
 * The caller closes it.
 */
export async function startTestGateway(
  env: Record<string, string> = {},
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const config = readConfig(
    {
      PORT: "0",
      SQLITE_FILE: ":memory:",
      DEMO_WORLD: "false",
      LOG_LEVEL: "silent",
      SHUTDOWN_IDLE_MS: "0",
      ...env,
    },
    { policies: cachePolicies() },
  );
  const gateway = await startGateway(config, { logger: createLogger(config.log), ...options });
  const send: TestGateway["send"] = (...operation) => sendTo(gateway.url, ...operation);
  return {
    ...gateway,
    send,
    data: async (query, variables, headers) => {
      const { data, errors } = await send(query, variables, headers);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}

/** Sends an operation to the gateway at an address, as a client would. */
export async function sendTo(
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, ...(await response.json()) };
}
