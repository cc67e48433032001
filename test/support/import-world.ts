import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importWorldFile } from "../../src/worlds/world-file/import.ts";
import type { TestGateway } from "./gateway.ts";

/** Replaces a world as the import command does: in the store, past the gateway, which then polls. */
export async function importWorld(
  { store, services, cache }: Pick<TestGateway, "store" | "services" | "cache">,
  contents: { world: { id: string; name: string } } & Record<string, unknown>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
  try {
    const file = join(folder, "world.json");
    writeFileSync(file, JSON.stringify({ format: "living-worlds/1", ...contents }));
    const { registry, clock } = services;
    await importWorldFile({ store, registry, clock, file });
  } finally {
    rmSync(folder, { recursive: true });
  }
  await cache.relay.poll();
}
