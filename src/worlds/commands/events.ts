import { badInput } from "../../fault.ts";
import { type TimelineEvent, timelineEvent } from "../definitions/timeline-event.ts";
import { checkId, checkLocalId, fieldsForCreate, type Input, newLocalId } from "../input.ts";
import type { Writer, Written } from "../writer.ts";
import { createChecked, needWorld } from "./members.ts";

export interface EventCommands {
  /** 1 to 500 events, all or none, one version. */
  addMany(input: Input): Promise<Written<TimelineEvent[]>>;
}

const MAX_BATCH = 500;

export function createEventCommands(writer: Writer): EventCommands {
  const { registry } = writer;
  return {
    addMany: (input) => {
      const { world } = checkId(registry, input.worldId, ["World"], "input.worldId");
      const worldId = input.worldId as string;
      const given = input.events as readonly Input[];
      if (given.length < 1 || given.length > MAX_BATCH)
        throw badInput("input.events", `1 to ${MAX_BATCH} events`, `there are ${given.length}`);
      const taken = new Set<string>();
      const events = given.map((event, index) => {
        const at = `input.events.${index}`;
        const local = checkLocalId(event.id, `${at}.id`);
        if (local !== undefined && taken.has(local))
          throw badInput(`${at}.id`, "an id of its own", "another event of this batch has it");
        if (local !== undefined) taken.add(local);
        const id = timelineEvent.id(world, local ?? newLocalId());
        return { at, event, local, id, fields: fieldsForCreate(registry, timelineEvent, world, event, at) };
      });
      const checked = { worldId, events: events.map(({ local, fields }) => ({ local, fields })) };
      return writer.change(
        { name: "addTimelineEvents", scopes: [worldId], input, checked },
        async (draft) => {
          needWorld(draft, worldId);
          const made: TimelineEvent[] = [];
          for (const [seq, { at, event, id, fields }] of events.entries())
            made.push(await createChecked(draft, timelineEvent, id, fields, event, at, seq));
          return made;
        },
      );
    },
  };
}
