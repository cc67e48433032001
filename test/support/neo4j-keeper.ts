import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { TestProject } from "vitest/node";
import { type Neo4jServer, startNeo4j } from "./neo4j-server.ts";
import type { Neo4jAccess } from "./shared-neo4j.ts";

/** What the keeper answers on a connection, as JSON, when it is that connection's turn. */
export type Lent = Neo4jAccess | { readonly failure: string };

declare module "vitest" {
  interface ProvidedContext {
    /** The port of this machine where the keeper listens. */
    neo4jKeeper: number;
  }
}

/**
 * Runs once, beside all test files, and keeps the Neo4j that they share: a JVM takes longer to start than most
 * suites to run. It is started for the first that asks and stopped at the end. Community has one database, so one
 * suite at a time has it, for as long as its connection is open: whoever dies gives it back.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<Neo4jServer> | undefined;
  let free: Promise<unknown> = Promise.resolve();
  const keeper = createServer((borrower) => {
    borrower.on("error", () => {});
    const turn = free;
    free = Promise.all([turn, once(borrower, "close")]);
    void turn.then(async () => {
      if (borrower.destroyed) return;
      server ??= startNeo4j();
      const lent: Lent = await server.then(
        ({ uri, user, password, host, port }) => ({ uri, user, password, host, port }),
        (error: Error) => ({ failure: error.message }),
      );
      borrower.write(JSON.stringify(lent));
    });
    // Its end is noticed by reading.
    borrower.resume();
  });
  keeper.listen(0, "127.0.0.1");
  await once(keeper, "listening");
  project.provide("neo4jKeeper", (keeper.address() as AddressInfo).port);
  return async () => {
    keeper.close();
    await (await server?.catch(() => undefined))?.stop();
  };
}
