import { parseId, WORLDS } from "../../entities/ids.ts";
import { badInput } from "../../fault.ts";
import { type Context, renew } from "../context.ts";
import { typeOfEnum } from "../entity-type.ts";
import { invalidations } from "../subscriptions.ts";

export const cacheResolvers = {
  Mutation: {
    purgeCache: async (
      _: unknown,
      { input }: { input: { scope: string; type?: string | null } },
      context: Context,
    ) => {
      const { scope, type } = input;
      if (scope !== WORLDS && parseId(scope)?.prefix !== "world")
        throw badInput("input.scope", 'a world\'s id, or "worlds"');
      const { registry, commands } = context.services;
      const { versions } = await commands.purge(scope, type ? typeOfEnum(registry, type) : null);
      renew(context, versions);
      return { scope, version: versions[scope] };
    },
  },
  Subscription: { invalidations },
};
