import { z } from "zod";
import { isLoopback } from "../loopback.ts";
import { ALWAYS, setting } from "../setting.ts";
import { flag, given, origins, whole } from "../setting-values.ts";

/** How the gateway is reached, and how it leaves. Names that end in `Ms` are milliseconds. */
export const httpSettings = z
  .object({
    host: setting(
      "HOST",
      "127.0.0.1",
      "address to listen on; beyond loopback, or under another name than localhost, it needs ALLOW_ANONYMOUS",
      given("an address"),
    ),
    port: setting("PORT", "4000", "port to listen on; 0: any free one", whole(0, 65_535)),
    allowAnonymous: setting(
      "ALLOW_ANONYMOUS",
      "false",
      "serve beyond this machine although everybody may change everything",
      flag,
    ),
    /** Beside the gateway's own. */
    corsOrigins: setting(
      "CORS_ORIGINS",
      "",
      "origins whose pages may use the API, separated by commas",
      origins,
    ),
    graphiql: setting("GRAPHIQL", "true", "serve GraphiQL to browsers at /graphql", flag),
    maxBodyBytes: setting("MAX_BODY_BYTES", "4194304", "size of a request's body at most", whole(1_000, 1e9)),
    writeTimeoutMs: setting(
      "WRITE_TIMEOUT_MS",
      "30000",
      "how long a client may take nothing of what it is sent before it is cut off",
      whole(100, 3_600_000),
    ),
    keepAliveMs: setting(
      "KEEP_ALIVE_TIMEOUT_MS",
      "65000",
      "how long an idle connection is kept; longer than a load balancer in front keeps it",
      whole(1_000, 3_600_000),
    ),
    delayMs: setting(
      "SHUTDOWN_DELAY_MS",
      "0",
      "how long a shutdown serves on while /ready is 503, until load balancers have seen it",
      whole(0, 600_000),
    ),
    idleMs: setting(
      "SHUTDOWN_IDLE_MS",
      "2000",
      "how long a shutdown then waits for a last request on an idle connection",
      whole(0, 600_000),
    ),
    drainMs: setting(
      "SHUTDOWN_TIMEOUT_MS",
      "10000",
      "how long a shutdown waits for requests in flight",
      whole(0, 600_000),
    ),
  })
  .refine(({ host, allowAnonymous }) => !host || isLoopback(host) || allowAnonymous !== false, {
    ...ALWAYS,
    path: ["host"],
    error: "a loopback address, or ALLOW_ANONYMOUS=true to let everybody change everything",
  });

export type HttpConfig = z.output<typeof httpSettings>;
