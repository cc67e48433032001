import { timelineEvent } from "../../worlds/definitions/timeline-event.ts";
import type { Resolvers } from "../generated/types.ts";
import { timelineEvents } from "../subscriptions.ts";
import { answer, under } from "./derived.ts";

export const timelineResolvers: Resolvers = {
  Mutation: {
    addTimelineEvent: (_, { input }, context) =>
      answer(context, input, context.services.commands.members.create(timelineEvent, input), under("event")),
    addTimelineEvents: (_, { input }, context) =>
      answer(context, input, context.services.commands.events.addMany(input), under("events")),
  },
  Subscription: { timelineEvents },
};
