// `npm run -s schema`, as gateway.js.
import "../src/node-version.js";

await import("../src/schema-command.ts");
