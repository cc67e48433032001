import { WORLDS, worldScope } from "../../entities/ids.ts";
import { type World, world } from "../definitions/world.ts";
import { checkId, fieldsForCreate, fieldsForUpdate, type Input, newLocalId } from "../input.ts";
import type { Writer, Written } from "../writer.ts";
import { expectVersion } from "./members.ts";

/** Worlds begin, change and end; each of these also touches the list of worlds, a scope of its own. */
export interface WorldCommands {
  create(input: Input): Promise<Written<World>>;
  update(input: Input): Promise<Written<World>>;
  activate(input: Input): Promise<Written<World>>;
  /** Takes everything with it; answers the id. */
  remove(input: Input): Promise<Written<string>>;
}

export function createWorldCommands(writer: Writer): WorldCommands {
  const { registry } = writer;
  /** What decides where a world stands in lists of worlds; its version and moment change with everything. */
  const deciding = new Set(registry.listsIn(WORLDS).flatMap(({ filters, order }) => [...filters, ...order]));
  const always = ["version", "updatedAt"].some((name) => deciding.has(name));

  function update(name: string, input: Input, fields: Input): Promise<Written<World>> {
    const id = input.id as string;
    const listed = always || Object.keys(fields).some((name) => deciding.has(name));
    return writer.change(name, input, listed ? [id, WORLDS] : [id], async (draft) => {
      const current = await draft.need(world, id, "input.id");
      expectVersion(current, input.expectedVersion);
      return draft.update(world, current, fields);
    });
  }

  return {
    create: (input) => {
      const local = newLocalId(input.id, "input.id");
      const fields = fieldsForCreate(registry, world, local, input);
      const id = worldScope(local);
      return writer.change("createWorld", input, [id, WORLDS], (draft) => draft.create(world, id, fields));
    },

    update: (input) => {
      const { local } = checkId(registry, input.id, ["World"], "input.id");
      return update("updateWorld", input, fieldsForUpdate(registry, world, local, input));
    },

    activate: (input) => {
      checkId(registry, input.id, ["World"], "input.id");
      return update("activateWorld", input, { status: "ACTIVE" });
    },

    remove: (input) => {
      checkId(registry, input.id, ["World"], "input.id");
      const id = input.id as string;
      return writer.change("deleteWorld", input, [id, WORLDS], async (draft) => {
        const current = await draft.need(world, id, "input.id");
        expectVersion(current, input.expectedVersion);
        await draft.remove(world, current);
        return id;
      });
    },
  };
}
