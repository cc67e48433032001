// `npm start`. The sources are loaded after the check, since an old Node can't even read them.
import "../src/node-version.js";

await import("../src/main.ts");
