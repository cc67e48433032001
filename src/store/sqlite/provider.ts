import { z } from "zod";
import { setting } from "../../setting.ts";
import { given } from "../../setting-values.ts";
import type { StoreProvider } from "../provider.ts";

const settings = z.object({
  file: setting(
    "SQLITE_FILE",
    "data/living-worlds.sqlite",
    "the database file, or :memory:",
    given("a path"),
  ),
});

/** A file, or the process's memory. */
export const sqlite: StoreProvider<typeof settings> = {
  description: "in this process",
  settings,
  embedded: true,
  where: ({ file }) => ({ name: file, change: "SQLITE_FILE to another file" }),
  open: async (config, options) => (await import("./store.ts")).openSqliteStore({ ...config, ...options }),
};
