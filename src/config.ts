import type { z } from "zod";
import type { CachePolicies } from "./cache/policies.ts";
import { inputFor, type Setting, settingsIn } from "./setting.ts";
import { configSchema, providers as own, type Providers } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What the environment says, parsed once; nothing else reads `process.env`. */
export type Config<P extends Providers = typeof own> = z.output<ReturnType<typeof configSchema<P>>>;

/** All that is wrong with an environment. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the configuration has ${problems.length} error${problems.length === 1 ? "" : "s"}:\n${problems.map((one) => `  ${one}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

interface ConfigOptions<P extends Providers> {
  /** The entity types with what their definitions say. */
  readonly policies?: CachePolicies;
  readonly terminal?: boolean;
  /** What can be chosen; by default the program's own. */
  readonly providers?: P;
}

/** Reads the environment. Throws a ConfigError with everything that is wrong. */
export function readConfig(env: Env, options?: Omit<ConfigOptions<Providers>, "providers">): Config;
export function readConfig<P extends Providers>(
  env: Env,
  options: ConfigOptions<P> & { readonly providers: P },
): Config<P>;
export function readConfig(env: Env, options: ConfigOptions<Providers> = {}): Config<Providers> {
  const { policies = {}, terminal = false, providers = own } = options;
  const schema = configSchema(providers, policies, terminal);
  const result = schema.safeParse(inputFor(schema, env));
  if (result.success) return result.data;
  const known = new Map([...settingsIn(schema)].map(({ path, setting }) => [path.join("."), setting]));
  const problems = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const place = path.join(".");
    const setting = known.get(place);
    // The first thing that is wrong with a setting says how to write it.
    if (!problems.has(place))
      problems.set(place, setting ? `${shown(setting, env)}: expected ${message}` : message);
  }
  throw new ConfigError([...problems.values()]);
}

/** A setting as an error repeats it. */
function shown({ name, secret }: Setting, env: Env): string {
  return secret ? name : `${name}=${JSON.stringify(env[name])}`;
}
