import { LOCAL_ID_EXPECTED, worldScope } from "../../entities/ids.ts";
import { badInput, notFound } from "../../fault.ts";
import { type WorldFlag, worldFlag } from "../definitions/world-flag.ts";
import { checkId, checkLocalId, fieldsForCreate, type Input } from "../input.ts";
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

  function idOf(input: Input): { id: string; world: string; worldId: string } {
    const { world } = checkId(registry, input.worldId, ["World"], "input.worldId");
    const key = checkLocalId(input.key, "input.key");
    if (key === undefined) throw badInput("input.key", LOCAL_ID_EXPECTED, "it is missing");
    return { id: worldFlag.id(world, key), world, worldId: worldScope(world) };
  }

  return {
    set: (input) => {
      const { id, world, worldId } = idOf(input);
      if (input.value === null || input.value === undefined)
        throw badInput("input.value", "a JSON value other than null", "it is null");
      const fields = fieldsForCreate(registry, worldFlag, world, input);
      const checked = { id, fields, expectedVersion: input.expectedVersion };
      return writer.change({ name: "setWorldFlag", scopes: [worldId], input, checked }, async (draft) => {
        needWorld(draft, worldId);
        const current = await draft.get(worldFlag, id, { fields });
        expectVersion(current, input.expectedVersion);
        return current ? draft.update(worldFlag, current, fields) : draft.create(worldFlag, id, fields);
      });
    },

    remove: (input) => {
      const { id, worldId } = idOf(input);
      const checked = { id, expectedVersion: input.expectedVersion };
      return writer.change({ name: "removeWorldFlag", scopes: [worldId], input, checked }, async (draft) => {
        needWorld(draft, worldId);
        const current = await draft.get(worldFlag, id, "remove");
        if (!current) throw notFound(id, "input.key");
        expectVersion(current, input.expectedVersion);
        await draft.remove(worldFlag, current);
        return id;
      });
    },
  };
}
