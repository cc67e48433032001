import { badInput, conflict, notFound } from "../../fault.ts";
import { character } from "../definitions/character.ts";
import { type Location, location } from "../definitions/location.ts";
import { worldObject } from "../definitions/world-object.ts";
import { checkId, fieldsForUpdate, type Input } from "../input.ts";
import type { Writer, Written } from "../writer.ts";
import type { MemberCommands } from "./members.ts";

export interface LocationCommands {
  /** Refused with CONFLICT while it holds anything, unless `moveContentsTo` says where that goes. */
  remove(input: Input): Promise<Written<string>>;
  /** Makes a way, and with `returnLabel` the way back. */
  connect(input: Input): Promise<Written<{ from: Location; to: Location }>>;
  disconnect(input: Input): Promise<Written<Location>>;
}

/** What lies or stands somewhere: the list that finds it, and its field that says where. */
const CONTENTS = [
  { list: "Location.characters", definition: character, field: "location" },
  { list: "Location.objects", definition: worldObject, field: "holder" },
] as const;

export function createLocationCommands(writer: Writer, members: MemberCommands): LocationCommands {
  const { registry } = writer;

  /** Checks exits as the definition has them: their labels, their number. */
  function withExits(world: string, from: Location, exits: Location["exits"], field: string): Input {
    try {
      return fieldsForUpdate(registry, location, world, { exits });
    } catch {
      throw badInput(field, `a label of 1 to 200 characters; a location has at most 100 exits (${from.id})`);
    }
  }

  return {
    remove: (input) => {
      const { world } = checkId(registry, input.id, ["Location"], "input.id");
      const target = input.moveContentsTo;
      if (target !== undefined && target !== null) {
        const parts = checkId(registry, target, ["Location"], "input.moveContentsTo");
        if (parts.world !== world || target === input.id)
          throw badInput("input.moveContentsTo", "another location of the same world");
      }
      return members.remove(location, input, async (draft, doomed) => {
        if (target) await draft.need(location, target as string, "input.moveContentsTo");
        for (const { list, definition, field } of CONTENTS)
          for await (const id of draft.list(list, doomed.id)) {
            if (!target)
              throw conflict(`${doomed.id} isn't empty: say where its contents go`, "input.moveContentsTo");
            const entity = await draft.get(definition, id);
            if (entity) await draft.update(definition, entity, { [field]: target });
          }
      });
    },

    connect: (input) => {
      const from = checkId(registry, input.fromId, ["Location"], "input.fromId");
      const to = checkId(registry, input.toId, ["Location"], "input.toId");
      const [fromId, toId] = [input.fromId as string, input.toId as string];
      if (from.world !== to.world) throw badInput("input.toId", "a location of the same world");
      const ways = [{ at: fromId, label: input.label, to: toId, field: "input.label" }];
      if (input.returnLabel !== undefined && input.returnLabel !== null)
        ways.push({ at: toId, label: input.returnLabel, to: fromId, field: "input.returnLabel" });
      for (const { label, field } of ways) checkLabel(label, field);
      return writer.change("connectLocations", input, [`world:${from.world}`], async (draft) => {
        await draft.need(location, fromId, "input.fromId");
        await draft.need(location, toId, "input.toId");
        for (const way of ways) {
          const start = await draft.need(location, way.at);
          const label = way.label as string;
          if (start.exits.some((exit) => exit.label === label))
            throw conflict(`${way.at} has an exit with this label already`, way.field);
          const exits = [...start.exits, { label, to: way.to }];
          await draft.update(location, start, withExits(from.world, start, exits, way.field));
        }
        return { from: await draft.need(location, fromId), to: await draft.need(location, toId) };
      });
    },

    disconnect: (input) => {
      const { world } = checkId(registry, input.fromId, ["Location"], "input.fromId");
      const fromId = input.fromId as string;
      checkLabel(input.label, "input.label");
      return writer.change("disconnectLocations", input, [`world:${world}`], async (draft) => {
        const start = await draft.need(location, fromId, "input.fromId");
        const exits = start.exits.filter((exit) => exit.label !== input.label);
        if (exits.length === start.exits.length)
          throw notFound(`${fromId}'s exit of this label`, "input.label");
        return draft.update(location, start, { exits });
      });
    },
  };
}

function checkLabel(label: unknown, field: string): void {
  const valid =
    typeof label === "string" &&
    label.trim() !== "" &&
    label.length <= 200 &&
    label.isWellFormed() &&
    !label.includes("\0");
  if (!valid) throw badInput(field, "1 to 200 characters, not all blank");
}
