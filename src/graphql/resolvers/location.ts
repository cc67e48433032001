import { chain } from "../../worlds/chain.ts";
import { character } from "../../worlds/definitions/character.ts";
import type { Location } from "../../worlds/definitions/location.ts";
import { worldObject } from "../../worlds/definitions/world-object.ts";
import type { Resolvers } from "../generated/types.ts";
import { answer, under } from "./derived.ts";

/** Places, and what moves between them. */
export const locationResolvers: Resolvers = {
  Location: {
    // An exit whose other end has gone since the location was read isn't one.
    exits: ({ exits }, _, { reader }) =>
      chain(reader.loadEntries(exits.map(({ to }) => to)), (targets) =>
        exits.flatMap(({ label }, index) => {
          const to = targets[index] as Location | null;
          return to ? [{ label, to }] : [];
        }),
      ),
  },
  Mutation: {
    moveCharacter: (_, { input }, context) =>
      answer(
        context,
        input,
        context.services.commands.members.point(character, "location", input),
        under("character"),
      ),
    deleteCharacter: (_, { input }, context) =>
      answer(context, input, context.services.commands.removeCharacter(input), under("deletedId")),
    transferObject: (_, { input }, context) =>
      answer(
        context,
        input,
        context.services.commands.members.point(worldObject, "holder", input),
        under("object"),
      ),
    deleteLocation: (_, { input }, context) =>
      answer(context, input, context.services.commands.locations.remove(input), under("deletedId")),
    connectLocations: (_, { input }, context) =>
      answer(context, input, context.services.commands.locations.connect(input), (ends) => ends),
    disconnectLocations: (_, { input }, context) =>
      answer(context, input, context.services.commands.locations.disconnect(input), under("from")),
  },
};
