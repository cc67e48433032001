import { badInput } from "../../fault.ts";
import { all } from "../../worlds/reader.ts";
import type { Context } from "../context.ts";

const MAX_NODES = 100;

/** Throws BAD_USER_INPUT for an id of no known type. */
function checkAnyId({ services }: Context, id: string, field: string): void {
  if (!services.registry.ofId(id))
    throw badInput(field, "an id such as character:<world>:<id>", "this is no id");
}

export const query = {
  Query: {
    node: (_: unknown, { id }: { id: string }, context: Context) => {
      checkAnyId(context, id, "id");
      return context.reader.loadAny(id);
    },

    nodes: (_: unknown, { ids }: { ids: readonly string[] }, context: Context) => {
      if (ids.length > MAX_NODES)
        throw badInput("ids", `at most ${MAX_NODES} ids`, `there are ${ids.length}`);
      for (const [index, id] of ids.entries()) checkAnyId(context, id, `ids.${index}`);
      return all(ids.map((id) => context.reader.loadAny(id)));
    },

    cache: (_: unknown, __: unknown, { services }: Context) => services.cacheStatus(),
  },
};
