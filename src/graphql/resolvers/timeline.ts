import { scopeOf } from "../../entities/ids.ts";
import { timelineEvent } from "../../worlds/definitions/timeline-event.ts";
import { eventIdOf } from "../event-stream.ts";
import type { Resolvers } from "../generated/types.ts";
import { eventTokens, resumeAfter } from "../resume.ts";
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
  TimelineEvent: {
    resume: (event, _, { services }, { rootValue }) =>
      // What a subscription pushes is of the epoch in which it was read.
      (rootValue as { timelineEvents?: unknown } | undefined)?.timelineEvents === event
        ? eventIdOf(rootValue)!
        : resumeAfter(eventTokens(scopeOf(event.id)), services.cache.epoch(), event),
  },
};
