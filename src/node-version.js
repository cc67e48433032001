import { readFileSync } from "node:fs";

// Plain JavaScript that any Node can read, as is bin: one that is too old knows no types, and would end with a
// stack about them. Importing this ends the process there, with one line.
const { name, engines, optionalDependencies } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const needed = engines.node.replace(">=", "");

if (isOlder(process.versions.node, needed)) {
  process.stderr.write(`${name} needs Node ${needed} or newer; this is ${process.version}: ${whatToDo()}\n`);
  process.exit(1);
}

function isOlder(version, than) {
  const [[major, minor], [wantedMajor, wantedMinor]] = [version, than].map((text) =>
    text.split(".").map(Number),
  );
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

/** The optional packages are the Node that npm's scripts run on, each for one platform, which ends its name. */
function whatToDo() {
  const platform = `${process.platform}-${process.arch}`;
  if (!Object.keys(optionalDependencies).some((one) => one.endsWith(`-${platform}`)))
    return `install one, as none is bundled for ${platform}`;
  if (process.env.npm_lifecycle_event) return "npm ci brings one, unless it omits optional packages";
  return "run it by npm start, which brings its own";
}
