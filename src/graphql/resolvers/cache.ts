import { isScope, SCOPE_EXPECTED } from "../../entities/ids.ts";
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
      if (!isScope(scope)) throw badInput("input.scope", SCOPE_EXPECTED);
      const { registry, commands } = context.services;
      const { versions, degraded } = await commands.purge(scope, type ? typeOfEnum(registry, type) : null);
      for (const one of degraded) context.degraded.add(one);
      renew(context, versions);
      return { scope, version: versions[scope]! };
    },
  },
  Subscription: { invalidations },
};
