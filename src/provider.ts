import { z } from "zod";
import { setting } from "./setting.ts";
import { choice } from "./setting-values.ts";

/**
 * One way to fill a port, such as a database behind the store: a folder with an adapter, and a line in the record of its
 * kind. The name that it has there is the one that its kind's setting, /health and GraphQL know it by.
 */
export interface Provider<Port, Options, S extends z.ZodType = z.ZodType> {
  /** A few words behind its name in `--help`. */
  readonly description: string;
  /** Its own settings, an object of them. */
  readonly settings: S;
  /** What only this adapter needs is loaded here, where it is chosen. Throws if it can't be used. */
  open(config: z.output<S>, options: Options): Port | Promise<Port>;
}

/** Every provider of one kind. */
type Providers = Readonly<Record<string, { readonly description: string; readonly settings: z.ZodType }>>;

/** The configuration of one kind: which provider was chosen, and what each is told. */
export interface Chosen {
  readonly provider: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The setting that chooses among providers. */
export function choiceOf<P extends Providers>(
  name: string,
  fallback: keyof P & string,
  description: string,
  providers: P,
) {
  const names = Object.keys(providers) as [keyof P & string, ...(keyof P & string)[]];
  const listed = names.map((one) => `${one} (${providers[one]!.description})`).join(" or ");
  return setting(name, fallback, `${description}: ${listed}`, choice(...names));
}

/** The settings of all providers, under their names. */
export function settingsOf<P extends Providers>(providers: P) {
  const shape = Object.fromEntries(Object.entries(providers).map(([name, { settings }]) => [name, settings]));
  return z.object(shape as { [N in keyof P]: P[N]["settings"] });
}

/** The provider that was chosen, and what it is told. Throws for one that isn't among them. */
export function chosen<P>(
  providers: Readonly<Record<string, P>>,
  { provider: name, settings }: Chosen,
): { readonly provider: P; readonly config: unknown } {
  const provider = providers[name];
  if (!provider) throw new Error(`no provider is called ${name}`);
  return { provider, config: settings[name] };
}

/** A provider's name as GraphQL writes enum values: `redis` → `REDIS`. */
export function enumValueOf(name: string): string {
  return name.replaceAll("-", "_").toUpperCase();
}
