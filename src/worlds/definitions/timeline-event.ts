import { dateTime } from "../../entities/date-time.ts";
import { defineEntity, type EntityOf } from "../../entities/define.ts";
import { looseReferences, text } from "../../entities/fields.ts";
import { json } from "../../entities/json-field.ts";
import { chronological } from "../../entities/list-orders.ts";

// An event's birth is its version, and still is after an import, which numbers it anew.
const orders = chronological("occurredAt", "born", "seq");

/** What happened. An event is never changed; it outlives what it involves, and then no longer names it. */
export const timelineEvent = defineEntity("TimelineEvent", {
  prefix: "event",
  plural: "events",
  latestIn: "World.timeline",
  fields: {
    kind: text({ max: 100 }),
    summary: text({ max: 10_000 }),
    occurredAt: dateTime({ now: true }),
    moment: text({ max: 200, optional: true }),
    data: json({ maxBytes: 16 * 1024, optional: true }),
    involves: looseReferences(["Character", "Location", "WorldObject"], { edge: "INVOLVES", max: 100 }),
  },
  lists: {
    "World.timeline": { orders, key: "timeline:world" },
    "Entity.timeline": { parent: "involves", orders, key: (owner) => `timeline:${owner}` },
  },
});

export type TimelineEvent = EntityOf<typeof timelineEvent>;
