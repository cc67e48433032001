import { afterEach, describe, expect, test } from "vitest";
import { endProcesses, startProcess } from "../support/process.ts";

afterEach(endProcesses);

const memory = { SQLITE_FILE: ":memory:" };

describe.each(["json", "pretty"])("a log in the format %s", (LOG_FORMAT) => {
  test("has its last lines in their order when the process has ended", async () => {
    const gateway = startProcess({ ...memory, LOG_FORMAT });
    await gateway.url();
    gateway.signal("SIGTERM");
    expect(await gateway.ended).toBe(0);
    const said = gateway.lines.flatMap((line) => /(listening on|shutting down|closed)/.exec(line)?.[1] ?? []);
    expect(said).toEqual(["listening on", "shutting down", "closed"]);
  });

  test("that nobody reads any more keeps no process from ending", async () => {
    const gateway = startProcess({ ...memory, LOG_FORMAT, LOG_LEVEL: "trace" });
    const url = await gateway.url();
    gateway.stopReading();
    for (let n = 0; n < 5; n++)
      expect(
        await fetch(`${url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: '{"query":"{ worlds { nodes { id } } }"}',
        }).then(({ status }) => status),
      ).toBe(200);
    gateway.signal("SIGTERM");
    expect(await gateway.ended).toBe(0);
  });
});
