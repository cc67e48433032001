import { LOCAL_ID, LOCAL_ID_EXPECTED, partsOf } from "../../entities/ids.ts";
import { badInput } from "../../fault.ts";
import type { ScopeState } from "../../store/query.ts";
import { chain } from "../../worlds/chain.ts";
import { timelineEvent } from "../../worlds/definitions/timeline-event.ts";
import type { World } from "../../worlds/definitions/world.ts";
import { worldFlag } from "../../worlds/definitions/world-flag.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/types.ts";
import { answer, under } from "./derived.ts";

/** A scope's numbers, and whose they are. */
export type WorldState = ScopeState & { readonly scope: string };

/** A world that was deleted since it was read holds nothing any more; that is no error of the query's. */
function stateOf({ id, version }: World, { reader, services }: Context) {
  return chain(reader.state(id), (state): WorldState => {
    const gone = { version: Math.max(version, services.cache.scopes.heard(id)), counts: {}, latest: {} };
    return { ...(state ?? gone), scope: id };
  });
}

export const worldResolvers: Resolvers = {
  World: {
    version: (world, _, context) => chain(stateOf(world, context), ({ version }) => version),
    recordVersion: ({ version }) => version,
    state: (world, _, context) => stateOf(world, context),
    flags: ({ id }, _, { reader }) => reader.loadTogether(worldFlag, id),
    flag: ({ id }, { key }, { reader }) => {
      if (!LOCAL_ID.test(key)) throw badInput("key", LOCAL_ID_EXPECTED);
      return reader.load(worldFlag, worldFlag.id(partsOf(id).world, key));
    },
  },
  WorldState: {
    flags: ({ scope }, _, { reader }) => reader.loadTogether(worldFlag, scope),
    latestEvent: ({ scope, latest, counts }, _, { reader }) => {
      if (latest.TimelineEvent) return reader.load(timelineEvent, latest.TimelineEvent.id);
      if (!counts.TimelineEvent) return null;
      // The list wasn't indexed yet when the state was read; now it may be, or says that it isn't.
      const last = { first: 1 };
      return chain(reader.list(timelineEvent.latestIn!, scope, last), ({ entries }) =>
        entries[0] ? reader.load(timelineEvent, entries[0].id) : null,
      );
    },
  },
  Mutation: {
    createWorld: (_, { input }, context) =>
      answer(context, input, context.services.commands.worlds.create(input), under("world")),
    updateWorld: (_, { input }, context) =>
      answer(context, input, context.services.commands.worlds.update(input), under("world")),
    activateWorld: (_, { input }, context) =>
      answer(context, input, context.services.commands.worlds.activate(input), under("world")),
    deleteWorld: (_, { input }, context) =>
      answer(context, input, context.services.commands.worlds.remove(input), under("deletedId")),
    setWorldFlag: (_, { input }, context) =>
      answer(context, input, context.services.commands.flags.set(input), under("flag")),
    removeWorldFlag: (_, { input }, context) =>
      answer(context, input, context.services.commands.flags.remove(input), under("deletedId")),
  },
};
