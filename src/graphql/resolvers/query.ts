import type { Entity } from "../../entities/define.ts";
import { badInput } from "../../fault.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/types.ts";

const MAX_NODES = 100;

/** Throws BAD_USER_INPUT for an id of no known type. */
function checkAnyId({ services }: Context, id: string, field: string): void {
  if (services.registry.ofId(id)?.internal !== false)
    throw badInput(field, "an id such as character:<world>:<id>", "this is no id");
}

export const queryResolvers: Resolvers = {
  Query: {
    node: (_, { id }, context) => {
      checkAnyId(context, id, "id");
      return context.reader.loadAny(id);
    },

    nodes: (_, { ids }, context) => {
      if (ids.length > MAX_NODES)
        throw badInput("ids", `at most ${MAX_NODES} ids`, `there are ${ids.length}`);
      for (const [index, id] of ids.entries()) checkAnyId(context, id, `ids.${index}`);
      // One that fails, fails at its place.
      return ids.map((id) => context.reader.loadAny(id) as Entity | Promise<Entity> | null);
    },
  },
};
