import type { NoticeFeed } from "./notice-feed.ts";
import type { Screen } from "./screens.ts";

/** A frontend: a GraphQL client as its documentation sets it up, and notices that keep its cache right. */
export interface WorldClient {
  readonly feed: NoticeFeed;
  /** What a screen shows: from the cache, and from the gateway what the cache hasn't got. */
  show(screen: Screen): Promise<unknown>;
  /** A screen that stays open; tells what it shows, each time that this changes. */
  watch(screen: Screen, shows: (data: unknown) => void): () => void;
  /** The ids in the world's list of characters, page by page, as the client's own paging merges them. */
  scroll(pageSize: number): Promise<string[]>;
  /** Describes a character, and shows that at once. */
  describe(input: { id: string; description: string; idempotencyKey: string }): Promise<void>;
  close(): void;
}

export type CreateClient = (url: string) => WorldClient | Promise<WorldClient>;
