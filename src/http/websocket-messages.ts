import type { GraphQLError } from "graphql";
import { parseJson } from "../json/parse.ts";
import { type JsonBounds, JsonRefusal, textMembers } from "../json/scan.ts";
import { asksForPersisted, persistedQueryNotSupported, unreadable } from "./requests.ts";

/** What clients say over WebSockets. */
export interface Messages {
  /** A message as the protocol takes it; undefined is none. */
  read(text: string): unknown;
  /** Why the operation with this payload isn't to be executed. */
  refusalOf(payload: object): GraphQLError | undefined;
}

/**
 * Reads messages as bodies are read over HTTP. What is wrong with one operation's message is that operation's
 * error: clients take a closed socket for the end of all of them.
 */
export function createMessages(bounds: JsonBounds): Messages {
  const refusals = new WeakMap<object, GraphQLError>();
  /** Goes through the protocol like any other, since that knows which ids are in use, and isn't executed. */
  const refuse = (id: unknown, error: GraphQLError) => {
    const payload = { query: "" };
    refusals.set(payload, error);
    return { id, type: "subscribe", payload };
  };

  return {
    refusalOf: (payload) => refusals.get(payload),
    read: (text) => {
      try {
        const message = (parseJson(text, bounds) ?? {}) as Record<string, unknown>;
        // A pong only repeats what came, and can't write a bigint.
        if (message.type === "ping") return JSON.parse(text);
        if (message.type === "subscribe" && asksForPersisted(message.payload))
          return refuse(message.id, persistedQueryNotSupported());
        return message;
      } catch (error) {
        if (!(error instanceof JsonRefusal)) return undefined;
        const { type, id } = textMembers(text);
        return type === "subscribe" ? refuse(id, unreadable("payload", error)) : undefined;
      }
    },
  };
}
