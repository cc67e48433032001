import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { readDescriptions } from "../../src/worlds/world-file/describe.ts";
import { type JsonSchema, worldFileSchema } from "../../src/worlds/world-file/schema.ts";

const COMMITTED = join(import.meta.dirname, "../../src/worlds/demo/world-file.schema.json");

describe("the JSON Schema of world files", () => {
  const schema = worldFileSchema(createWorldRegistry(), readDescriptions());

  test("is the committed file: npm run -s world -- schema > src/worlds/demo/world-file.schema.json", async () => {
    expect(await readFile(COMMITTED, "utf8")).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  test("says of everything what it is", () => {
    const silent: string[] = [];
    const visit = (path: string, part: JsonSchema) => {
      if (path && !part.description) silent.push(path);
      for (const inner of [part, part.items ?? {}, ...(part.anyOf ?? [])])
        for (const [name, member] of Object.entries(inner.properties ?? {})) visit(`${path}.${name}`, member);
    };
    visit("", schema);
    expect(silent).toEqual([]);
  });

  test("allows references to the types that a field may name, and no others", () => {
    const entry = (section: string) => schema.properties![section]!.items!.properties!;
    const holder = new RegExp(entry("objects").holder!.anyOf![0]!.pattern as string);
    expect(["character:odysseus", "location:ithaca"].every((id) => holder.test(id))).toBe(true);
    expect(
      ["object:bow", "odysseus", "character:", "character:odyssey:odysseus"].some((id) => holder.test(id)),
    ).toBe(false);
    expect(entry("locations").exits!.items!.properties!.to!.pattern).toContain("location:");
    expect(entry("events").involves!.items!.type).toBe("string");
  });

  test("requires ids and what has no default", () => {
    expect(schema.required).toEqual(["format", "world"]);
    expect(schema.properties!.flags!.items!.required).toEqual(["key", "value"]);
    expect(schema.properties!.events!.items!.required).toEqual(["id", "kind", "summary", "occurredAt"]);
  });
});
