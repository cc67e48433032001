import { LOCAL_ID, LOCAL_ID_EXPECTED } from "../../entities/ids.ts";
import { badInput, notFound } from "../../fault.ts";
import type { ScopeState } from "../../store/store.ts";
import type { World } from "../../worlds/definitions/world.ts";
import { worldFlag } from "../../worlds/definitions/world-flag.ts";
import type { Input } from "../../worlds/input.ts";
import { then } from "../../worlds/reader.ts";
import type { Context } from "../context.ts";
import { answer } from "./derived.ts";

type Arguments = { input: Input };

/** A scope's numbers, and whose they are. */
type WorldState = ScopeState & { readonly scope: string };

function stateOf({ id }: World, { reader }: Context) {
  return then(reader.state(id), (state) => {
    if (!state) throw notFound(id);
    return { ...state, scope: id };
  });
}

export const worldResolvers = {
  World: {
    version: (parent: World, _: unknown, context: Context) =>
      then(stateOf(parent, context), ({ version }) => version),
    recordVersion: ({ version }: World) => version,
    state: (parent: World, _: unknown, context: Context) => stateOf(parent, context),
    flags: ({ id }: World, _: unknown, { reader }: Context) => reader.loadTogether(worldFlag, id),
    flag: ({ id }: World, { key }: { key: string }, { reader }: Context) => {
      if (!LOCAL_ID.test(key)) throw badInput("key", LOCAL_ID_EXPECTED);
      return then(
        reader.loadTogether(worldFlag, id),
        (flags) => flags.find((flag) => flag.key === key) ?? null,
      );
    },
  },
  WorldState: {
    flags: ({ scope }: WorldState, _: unknown, { reader }: Context) => reader.loadTogether(worldFlag, scope),
    latestEvent: ({ latest }: WorldState, _: unknown, { reader }: Context) =>
      latest.TimelineEvent ? reader.loadAny(latest.TimelineEvent.id) : null,
  },
  Mutation: {
    createWorld: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.worlds.create(input), input, "world"),
    updateWorld: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.worlds.update(input), input, "world"),
    activateWorld: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.worlds.activate(input), input, "world"),
    deleteWorld: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.worlds.remove(input), input, "deletedId"),
    setWorldFlag: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.flags.set(input), input, "flag"),
    removeWorldFlag: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.flags.remove(input), input, "deletedId"),
  },
};
