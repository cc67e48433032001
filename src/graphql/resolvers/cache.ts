import { parseId, WORLDS } from "../../entities/ids.ts";
import { badInput } from "../../fault.ts";
import { renew } from "../context.ts";
import { typeOfEnum } from "../entity-type.ts";
import type { Resolvers } from "../generated/types.ts";
import { invalidations } from "../subscriptions.ts";

export const cacheResolvers: Resolvers = {
  Query: {
    cache: (_, __, { services }) => services.cacheStatus(),
  },
  Mutation: {
    purgeCache: async (_, { input: { scope, type } }, context) => {
      if (scope !== WORLDS && parseId(scope)?.prefix !== "world")
        throw badInput("input.scope", 'a world\'s id, or "worlds"');
      const { registry, commands } = context.services;
      const { versions } = await commands.purge(scope, type ? typeOfEnum(registry, type) : null);
      renew(context, versions);
      return { scope, version: versions[scope]! };
    },
  },
  Subscription: { invalidations },
};
