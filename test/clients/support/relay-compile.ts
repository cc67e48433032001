import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** What relay-compiler has made of the documents in `screens.ts` and `relay-pages.ts`, by name. */
export type Artifacts = <T>(name: string) => T;

/** Runs relay-compiler with the schema that the gateway publishes. */
export async function compileForRelay(sdl: string): Promise<Artifacts> {
  const directory = await mkdtemp(join(tmpdir(), "living-worlds-"));
  const made = join(directory, "made");
  try {
    await Promise.all([mkdir(join(directory, "src")), mkdir(made)]);
    await writeFile(join(directory, "schema.graphql"), sdl);
    await writeFile(join(directory, "package.json"), `{ "type": "module" }`);
    for (const source of ["screens", "relay-pages"])
      await copyFile(join(import.meta.dirname, `${source}.ts`), join(directory, "src", `${source}.js`));
    const config = {
      ...{ src: "src", schema: "schema.graphql", artifactDirectory: "made" },
      ...{ language: "javascript", eagerEsModules: true },
    };
    const path = join(directory, "relay.config.json");
    await writeFile(path, JSON.stringify(config));
    await promisify(execFile)(process.execPath, [COMPILER, path], { cwd: directory });
    const artifacts = new Map<string, unknown>();
    for (const file of await readdir(made)) {
      const artifact = (await import(pathToFileURL(join(made, file)).href)) as { default: unknown };
      artifacts.set(file.replace(".graphql.js", ""), artifact.default);
    }
    return <T>(name: string) => {
      if (!artifacts.has(name)) throw new Error(`relay-compiler made no ${name}`);
      return artifacts.get(name) as T;
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const require = createRequire(import.meta.url);
const COMPILER = require.resolve("relay-compiler/cli.js");
