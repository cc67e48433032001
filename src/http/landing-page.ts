import { ICON_URL } from "./icon.ts";

/** What a browser finds at `/`. */
export function landingPage(graphiql: boolean): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Living Worlds</title>
<link rel="icon" href="${ICON_URL}">
<style>
  body { font: 1.1rem/1.6 Georgia, serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; color: #22303c; background: #faf8f4 }
  h1 { font-size: 2rem; margin: 0 0 .5rem }
  a { color: #9a3412 }
  code { font-size: .9em; background: #efe9df; padding: .1em .3em; border-radius: .2em }
  .go { display: inline-block; margin: 1rem 0; padding: .6rem 1.2rem; background: #9a3412; color: #fff; border-radius: .4rem; text-decoration: none }
</style>
<h1>Living Worlds</h1>
<p>A GraphQL gateway that serves living worlds, their characters, locations, objects and timelines,
from a cache that is fast and never quietly wrong.</p>
${graphiql ? '<p><a class="go" href="/graphql">Open GraphiQL</a></p>\n' : ""}<p>Clients send GraphQL to <code>POST /graphql</code>; subscriptions come over SSE, or over WebSocket
(<code>graphql-transport-ws</code>) on the same path.</p>
<p>For those who run it: <a href="/health">health</a>, <a href="/ready">readiness</a>, <a href="/metrics">metrics</a>.</p>
</html>
`;
}
