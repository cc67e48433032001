import { registerHooks } from "node:module";
import { GUARDS } from "./guards.ts";

/**
 * Takes a guard out of a process that is started with `--import` of this file and GUARD_OUT naming it: the
 * sources are changed as they are loaded, so that what is tested has no switch. The process ends at once if a
 * text isn't there exactly once.
 */
const guard = GUARDS.find(({ name }) => name === process.env.GUARD_OUT);
if (!guard) throw new Error(`there is no guard ${process.env.GUARD_OUT}`);

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const cuts = guard.cuts.filter(({ file }) => url.endsWith(`/src/${file}`));
    if (cuts.length === 0) return loaded;
    const source = cuts.reduce((text, { file, text: wanted, instead }) => {
      const [before, after, ...more] = text.split(wanted);
      if (after === undefined || more.length > 0)
        throw new Error(`${guard.name}: its text is not exactly once in ${file}`);
      return before + instead + after;
    }, String(loaded.source));
    return { ...loaded, source };
  },
});
