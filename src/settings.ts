import { z } from "zod";
import type { CachePolicies } from "./cache/policies.ts";
import { type TierProviders, tiers } from "./cache/providers.ts";
import { cacheSettings } from "./cache/settings.ts";
import { limitSettings, loadSettings } from "./graphql/settings.ts";
import { httpSettings } from "./http/settings.ts";
import { type Setting, setting, settingsIn } from "./setting.ts";
import { choice } from "./setting-values.ts";
import { type StoreProviders, stores } from "./store/providers.ts";
import { storeSettings } from "./store/settings.ts";

/** Everything that can be chosen by a setting: a record for each kind. */
export interface Providers {
  readonly stores: StoreProviders;
  readonly tiers: TierProviders;
}

/** The program's own. */
export const providers = { stores, tiers } satisfies Providers;

/**
 * The configuration: each setting once, at its place in what the environment parses to. `policies`: the entity types
 * that have settings of their own. `terminal`: who reads the log.
 */
export function configSchema<P extends Providers>(
  { stores, tiers }: P,
  policies: CachePolicies,
  terminal: boolean,
) {
  return z
    .object({
      http: httpSettings,
      store: storeSettings<P["stores"]>(stores),
      cache: cacheSettings<P["tiers"]>(tiers, policies),
      limits: limitSettings,
      load: loadSettings,
      log: z.object({
        level: setting(
          "LOG_LEVEL",
          "info",
          "fatal, error, warn, info, debug, trace or silent",
          choice("fatal", "error", "warn", "info", "debug", "trace", "silent"),
        ),
        format: setting(
          "LOG_FORMAT",
          "auto",
          "pretty, json or auto (pretty on a terminal)",
          choice("auto", "pretty", "json").transform((format) =>
            format === "auto" ? (terminal ? "pretty" : "json") : format,
          ),
        ),
      }),
    })
    .transform(({ limits, load, ...config }) => ({
      ...config,
      limits: {
        ...limits,
        // One that nothing else is under way beside is never told to wait.
        answerBytes: Math.min(limits.answerBytes, load.unsentBytes, Math.floor(load.unsentBytesTotal / 2)),
      },
      load,
    }));
}

/** Every setting; the types that have some of their own come from the registry. */
export function settings(policies: CachePolicies, of: Providers = providers): Setting[] {
  return [...settingsIn(configSchema(of, policies, false))].map((found) => found.setting);
}
