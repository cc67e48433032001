import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { programVersion } from "./programs.ts";

/** Throws why no Neo4j can be run by Java here. */
export function findLocalNeo4j(): "Maven" {
  const java = programVersion("java", ["-version"], /version "(\d+)/);
  if (java < 17) throw new Error(`java has version ${java}: 17 is needed`);
  if (!existsSync(COMPLETE)) programVersion("mvn", ["-version"], /Apache Maven\D+(\d+)/);
  return "Maven";
}

/**
 * The directory of Neo4j's jars: downloaded by Maven (118 MB) into the user's cache when they aren't there,
 * whoever else does so at the same time.
 */
export async function neo4jJars(): Promise<string> {
  if (existsSync(COMPLETE)) return HOME;
  await mkdir(dirname(HOME), { recursive: true });
  const draft = await mkdtemp(`${HOME}-`);
  try {
    const pom = join(import.meta.dirname, "maven/pom.xml");
    const args = ["-q", "-B", "-f", pom, "dependency:copy-dependencies"];
    await promisify(execFile)("mvn", [...args, `-DoutputDirectory=${draft}`, "-DincludeScope=runtime"], {
      timeout: 600_000,
    });
    await writeFile(join(draft, MARKER), "");
    await rename(draft, HOME);
  } catch (error) {
    // Someone else was quicker: a directory can't be renamed to one that has files.
    if (!existsSync(COMPLETE)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return HOME;
}

/** Named by the version that maven/pom.xml asks for. */
const HOME = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "living-worlds/neo4j-5.26.28");

/** It is there when all the jars are. */
const MARKER = "complete";
const COMPLETE = join(HOME, MARKER);
