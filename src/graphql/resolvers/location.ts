import { character } from "../../worlds/definitions/character.ts";
import { type Location, location } from "../../worlds/definitions/location.ts";
import { worldObject } from "../../worlds/definitions/world-object.ts";
import type { Input } from "../../worlds/input.ts";
import { all, then } from "../../worlds/reader.ts";
import type { Context } from "../context.ts";
import { answer } from "./derived.ts";

type Arguments = { input: Input };

/** Places, and what moves between them. */
export const locationResolvers = {
  Location: {
    // An exit whose other end has gone since the location was read isn't one.
    exits: ({ exits }: Location, _: unknown, { reader }: Context) =>
      then(all(exits.map(({ to }) => reader.load(location, to))), (targets) =>
        exits.flatMap(({ label }, index) => (targets[index] ? [{ label, to: targets[index] }] : [])),
      ),
  },
  Mutation: {
    moveCharacter: (_: unknown, { input }: Arguments, context: Context) =>
      answer(
        context,
        context.services.commands.members.point(character, "location", input),
        input,
        "character",
      ),
    deleteCharacter: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.removeCharacter(input), input, "deletedId"),
    transferObject: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.members.point(worldObject, "holder", input), input, "object"),
    deleteLocation: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.locations.remove(input), input, "deletedId"),
    connectLocations: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.locations.connect(input), input, (ends) => ({ ...ends })),
    disconnectLocations: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.locations.disconnect(input), input, "from"),
  },
};
