import { timelineEvent } from "../../worlds/definitions/timeline-event.ts";
import type { Input } from "../../worlds/input.ts";
import type { Context } from "../context.ts";
import { timelineEvents } from "../subscriptions.ts";
import { answer } from "./derived.ts";

type Arguments = { input: Input };

export const timelineResolvers = {
  Mutation: {
    addTimelineEvent: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.members.create(timelineEvent, input), input, "event"),
    addTimelineEvents: (_: unknown, { input }: Arguments, context: Context) =>
      answer(context, context.services.commands.events.addMany(input), input, "events"),
  },
  Subscription: { timelineEvents },
};
