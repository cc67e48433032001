import { neo4j } from "./neo4j/provider.ts";
import type { StoreProvider } from "./provider.ts";
import { sqlite } from "./sqlite/provider.ts";

/** Where worlds may be kept, by the names that STORE_PROVIDER takes. Another one is a folder, and a line here. */
export const stores = { sqlite, neo4j } satisfies StoreProviders;

export type StoreProviders = Readonly<Record<string, StoreProvider>>;
