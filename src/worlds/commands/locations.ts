import { worldScope } from "../../entities/ids.ts";
import { badInput, conflict, notFound } from "../../fault.ts";
import { character } from "../definitions/character.ts";
import { type Location, location } from "../definitions/location.ts";
import { worldObject } from "../definitions/world-object.ts";
import { checkId, type Input } from "../input.ts";
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

/** What the definition says of exits. */
const EXITS = location.fields.exits.schema;

export function createLocationCommands(writer: Writer, members: MemberCommands): LocationCommands {
  const { registry } = writer;

  return {
    remove: (input) => {
      const { world } = checkId(registry, input.id, ["Location"], "input.id");
      const target = input.moveContentsTo;
      if (target !== undefined && target !== null) {
        const parts = checkId(registry, target, ["Location"], "input.moveContentsTo");
        if (parts.world !== world || target === input.id)
          throw badInput("input.moveContentsTo", "another location of the same world");
      }
      return members.remove(location, input, { moveContentsTo: target }, async (draft, doomed) => {
        if (target) await draft.need(location, target as string, "input.moveContentsTo");
        for (const { list, definition, field } of CONTENTS)
          for await (const id of draft.list(list, doomed.id)) {
            if (!target)
              throw conflict(`${doomed.id} isn't empty: say where its contents go`, "input.moveContentsTo");
            // What can't be read can't be moved; it is nowhere from then on.
            const entity = (await draft.taken(id)) && (await draft.get(definition, id));
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
      for (const { label, to, field } of ways) checkExit(label, to, field);
      const scopes = [worldScope(from.world)];
      const checked = { fromId, toId, label: input.label, returnLabel: input.returnLabel };
      return writer.change({ name: "connectLocations", scopes, input, checked }, async (draft) => {
        await draft.need(location, fromId, "input.fromId");
        await draft.need(location, toId, "input.toId");
        for (const way of ways) {
          const start = await draft.need(location, way.at);
          const label = way.label as string;
          if (start.exits.some((exit) => exit.label === label))
            throw conflict(`${way.at} has an exit with this label already`, way.field);
          const exits = [...start.exits, { label, to: way.to }];
          // Each exit is as it must be, so there are too many of them.
          if (!EXITS.safeParse(exits).success)
            throw conflict(`${way.at} has as many exits as a location may have`, way.field);
          await draft.update(location, start, { exits });
        }
        return { from: await draft.need(location, fromId), to: await draft.need(location, toId) };
      });
    },

    disconnect: (input) => {
      const { world } = checkId(registry, input.fromId, ["Location"], "input.fromId");
      const fromId = input.fromId as string;
      checkExit(input.label, fromId, "input.label");
      const scopes = [worldScope(world)];
      const checked = { fromId, label: input.label };
      return writer.change({ name: "disconnectLocations", scopes, input, checked }, async (draft) => {
        const start = await draft.need(location, fromId, "input.fromId");
        const exits = start.exits.filter((exit) => exit.label !== input.label);
        if (exits.length === start.exits.length)
          throw notFound(`${fromId}'s exit of this label`, "input.label");
        return draft.update(location, start, { exits });
      });
    },
  };
}

/** Throws BAD_USER_INPUT for a label that the definition doesn't allow. */
function checkExit(label: unknown, to: string, field: string): void {
  const result = EXITS.safeParse([{ label, to }]);
  if (!result.success) throw badInput(field, result.error.issues[0]!.message);
}
