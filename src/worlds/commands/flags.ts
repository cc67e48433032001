import { badInput, notFound } from "../../fault.ts";
import { type WorldFlag, worldFlag } from "../definitions/world-flag.ts";
import { checkId, fieldsForCreate, type Input, newLocalId } from "../input.ts";
import type { Writer, Written } from "../writer.ts";
import { expectVersion, needWorld } from "./members.ts";

export interface FlagCommands {
  /** Makes the flag or replaces its value; `expectedVersion` 0: it must not be there. */
  set(input: Input): Promise<Written<WorldFlag>>;
  /** Answers the flag's id. */
  remove(input: Input): Promise<Written<string>>;
}

export function createFlagCommands(writer: Writer): FlagCommands {
  const { registry } = writer;

  function idOf(input: Input): { id: string; worldId: string } {
    const { world } = checkId(registry, input.worldId, ["World"], "input.worldId");
    return { id: worldFlag.id(world, newLocalId(input.key, "input.key")), worldId: input.worldId as string };
  }

  return {
    set: (input) => {
      const { id, worldId } = idOf(input);
      if (input.value === null || input.value === undefined)
        throw badInput("input.value", "a JSON value other than null", "it is null");
      const fields = fieldsForCreate(registry, worldFlag, worldId.slice("world:".length), input);
      return writer.change("setWorldFlag", input, [worldId], async (draft) => {
        needWorld(draft, worldId);
        const current = await draft.get(worldFlag, id);
        expectVersion(current, input.expectedVersion);
        return current ? draft.update(worldFlag, current, fields) : draft.create(worldFlag, id, fields);
      });
    },

    remove: (input) => {
      const { id, worldId } = idOf(input);
      return writer.change("removeWorldFlag", input, [worldId], async (draft) => {
        needWorld(draft, worldId);
        const current = await draft.get(worldFlag, id);
        if (!current) throw notFound(id, "input.key");
        expectVersion(current, input.expectedVersion);
        await draft.remove(worldFlag, current);
        return id;
      });
    },
  };
}
