import { sourcesOf } from "../../entities/derived-fields.ts";
import { WORLDS, worldScope } from "../../entities/ids.ts";
import { decidingFields } from "../../entities/lists.ts";
import { type World, world } from "../definitions/world.ts";
import { checkId, checkLocalId, fieldsForCreate, fieldsForUpdate, type Input, newLocalId } from "../input.ts";
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
  const deciding = new Set(registry.listsIn(WORLDS).flatMap(decidingFields));
  const derived = sourcesOf(registry.byName(world.name)).computed.map(([name]) => name);
  const always = ["version", "updatedAt", ...derived].some((name) => deciding.has(name));

  function update(name: string, input: Input, fields: Input): Promise<Written<World>> {
    const id = input.id as string;
    const listed = always || Object.keys(fields).some((name) => deciding.has(name));
    const scopes = listed ? [id, WORLDS] : [id];
    const checked = { id, fields, expectedVersion: input.expectedVersion };
    return writer.change({ name, scopes, input, checked }, async (draft) => {
      const current = await draft.need(world, id, "input.id", { fields });
      expectVersion(current, input.expectedVersion);
      return draft.update(world, current, fields);
    });
  }

  return {
    create: (input) => {
      const chosen = checkLocalId(input.id, "input.id");
      const local = chosen ?? newLocalId();
      const fields = fieldsForCreate(registry, world, local, input);
      const id = worldScope(local);
      return writer.change(
        { name: "createWorld", scopes: [id, WORLDS], input, checked: { id: chosen, fields } },
        (draft) => draft.create(world, id, fields),
      );
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
      const checked = { id, expectedVersion: input.expectedVersion };
      return writer.change({ name: "deleteWorld", scopes: [id, WORLDS], input, checked }, async (draft) => {
        const current = await draft.need(world, id, "input.id", "remove");
        expectVersion(current, input.expectedVersion);
        await draft.remove(world, current);
        return id;
      });
    },
  };
}
