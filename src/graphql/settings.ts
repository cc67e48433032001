import { z } from "zod";
import { setting } from "../setting.ts";
import { flag, whole } from "../setting-values.ts";

/** What one request may ask for. */
export const limitSettings = z.object({
  values: setting(
    "MAX_VALUES",
    "131072",
    "values in a request's body at most, lists and objects among them",
    whole(100, 10_000_000),
  ),
  members: setting("MAX_MEMBERS", "5000", "members of one object in a body at most", whole(100, 10_000_000)),
  nesting: setting(
    "MAX_NESTING",
    "500",
    "brackets in brackets at most, in a body or a document",
    whole(20, 5_000),
  ),
  documentLength: setting(
    "MAX_DOCUMENT_LENGTH",
    "1048576",
    "characters in a document at most",
    whole(1_000, 1e8),
  ),
  overlaps: setting(
    "MAX_OVERLAPS",
    "50000",
    "pairs of fields of one name, and of fragments, that stand side by side in a document at most",
    whole(0, 10_000_000),
  ),
  depth: setting("MAX_DEPTH", "15", "levels of nested fields in an operation at most", whole(1, 200)),
  aliases: setting("MAX_ALIASES", "100", "aliases in a document at most", whole(0, 100_000)),
  directives: setting("MAX_DIRECTIVES", "100", "directives in a document at most", whole(0, 100_000)),
  tokens: setting("MAX_TOKENS", "15000", "tokens in a document at most, and lines", whole(10, 10_000_000)),
  cost: setting(
    "MAX_COST",
    "25000",
    "nodes that an operation may ask for at most, page sizes multiplied",
    whole(1, 1e9),
  ),
  answerBytes: setting(
    "MAX_ANSWER_BYTES",
    "33554432",
    "size of one answer, or of one event, at most",
    whole(1_000, 1e9),
  ),
  introspection: setting(
    "INTROSPECTION",
    "true",
    "tell clients the schema: by introspection, and at /schema.graphql",
    flag,
  ),
});

/** What clients may have under way at once: on one connection, and on all of them. */
export const loadSettings = z.object({
  unsentBytes: setting(
    "MAX_UNSENT_BYTES",
    "33554432",
    "answers that are made for one connection, and not taken by its client, at most",
    whole(1_000, 1e12),
  ),
  unsentBytesTotal: setting(
    "MAX_UNSENT_BYTES_TOTAL",
    "67108864",
    "the same for all connections; one may hold as much of it as is free",
    whole(1_000, 1e12),
  ),
  /** A subscription is one until it is in place. */
  operations: setting(
    "MAX_OPERATIONS",
    "500",
    "operations in flight on one connection at most",
    whole(1, 1e6),
  ),
  operationsTotal: setting("MAX_OPERATIONS_TOTAL", "10000", "operations in flight at most", whole(1, 1e7)),
  subscriptions: setting(
    "MAX_SUBSCRIPTIONS",
    "1000",
    "subscriptions on one connection at most",
    whole(1, 1e6),
  ),
  subscriptionsTotal: setting("MAX_SUBSCRIPTIONS_TOTAL", "10000", "subscriptions at most", whole(1, 1e7)),
  subscribedLength: setting(
    "MAX_SUBSCRIBED_LENGTH",
    "4000000",
    "characters of all subscriptions' variables, and of their documents, each counted once, at most",
    whole(1_000, 1e9),
  ),
});

export type LimitsConfig = z.output<typeof limitSettings>;
export type LoadConfig = z.output<typeof loadSettings>;
