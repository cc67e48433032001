import type { GraphiQLOptions } from "graphql-yoga";
import { EXAMPLES } from "./examples.ts";
import { ICON, ICON_URL } from "./icon.ts";

const OPTIONS: GraphiQLOptions = {
  title: "Living Worlds",
  favicon: ICON_URL,
  logo: ICON,
  defaultTabs: EXAMPLES.map((query) => ({ query })),
  defaultEditorToolsVisibility: false,
  shouldPersistHeaders: true,
};

/** A tab that is pressed for the first time would glide away from under the pointer, and miss the click. */
const STYLE = "<style>.graphiql-tab { transform: none !important }</style>";

/**
 * GraphiQL as one page that asks no other host for anything; the one that Yoga brings loads from a CDN.
 * It is nine megabytes, so it isn't imported before somebody opens it.
 */
export async function renderGraphiql(): Promise<string> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  return renderGraphiQL(OPTIONS).replace("</head>", `${STYLE}</head>`);
}
