// `npm run world`, as gateway.js.
import "../src/node-version.js";

await import("../src/world-command.ts");
