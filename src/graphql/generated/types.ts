import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { World } from '../../worlds/definitions/world.ts';
import type { WorldFlag } from '../../worlds/definitions/world-flag.ts';
import type { Character } from '../../worlds/definitions/character.ts';
import type { Location } from '../../worlds/definitions/location.ts';
import type { WorldObject } from '../../worlds/definitions/world-object.ts';
import type { TimelineEvent } from '../../worlds/definitions/timeline-event.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * A moment as an RFC 3339 string in UTC with milliseconds, such as `2026-01-31T09:30:00.000Z`; years
   * 0001 to 9999.
   */
  DateTime: { input: string; output: string; }
  /**
   * Any JSON value: an object, list, string, number, boolean or null. What is stored as JSON is at most
   * 16 KiB.
   */
  JSON: { input: unknown; output: unknown; }
  /**
   * A whole number from 0 to 2^53-1 (9007199254740991) that counts changes. Each change to a world
   * raises the world's version by one; what the change touched then carries that number as its own
   * version.
   */
  Version: { input: number; output: number; }
};

/** Which world to activate. */
export type ActivateWorldInput = {
  /**
   * The world's `recordVersion` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The world to activate, `world:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `activateWorld`. */
export type ActivateWorldPayload = Change & {
  __typename?: 'ActivateWorldPayload';
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world, now ACTIVE. */
  world: World;
  /** The world that was activated, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** One event and the world to add it to. */
export type AddTimelineEventInput = {
  /** Whatever else is known of it, up to 16 KiB of JSON; null or left out, nothing. */
  data?: InputMaybe<Scalars['JSON']['input']>;
  /** Local part of the new `event:<world>:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a UUIDv7. */
  id?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /**
   * The ids of the characters, locations and objects that took part: up to 100, distinct and of the
   * same world; null or left out, none.
   */
  involves?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What sort of event it is, in the world's own words, such as `arrival`: 1 to 100 characters. */
  kind: Scalars['String']['input'];
  /** How the world's own calendar calls that moment, up to 200 characters; null or left out, nothing. */
  moment?: InputMaybe<Scalars['String']['input']>;
  /** When it happened; null or left out, the time of the change. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What happened, in 1 to 10,000 characters. */
  summary: Scalars['String']['input'];
  /** The world it happened in, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `addTimelineEvent`. */
export type AddTimelineEventPayload = Change & {
  __typename?: 'AddTimelineEventPayload';
  /** The new event. */
  event: TimelineEvent;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Events to add to one world as one change. */
export type AddTimelineEventsInput = {
  /** 1 to 500 events. Those with the same `occurredAt` keep the order they have here. */
  events: Array<TimelineEventInput>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The world they happened in, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `addTimelineEvents`. */
export type AddTimelineEventsPayload = Change & {
  __typename?: 'AddTimelineEventsPayload';
  /** The new events, in the order they were given. */
  events: Array<TimelineEvent>;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** What happened to the values of one type in one tier, counted since the gateway started. */
export type CacheCounter = {
  __typename?: 'CacheCounter';
  /** Values loaded and stored in this tier. */
  fills: Scalars['Float']['output'];
  /** Values loaded but not stored, because a change had overtaken them. */
  fillsRejected: Scalars['Float']['output'];
  /** Reads that this tier answered. */
  hits: Scalars['Float']['output'];
  /** Values dropped or replaced because a change touched them. */
  invalidations: Scalars['Float']['output'];
  /** Reads that this tier couldn't answer: not held, expired, or too old to be trusted. */
  misses: Scalars['Float']['output'];
  /** The type of entity that is counted. */
  type: Scalars['String']['output'];
};

/** Where cached values are kept. */
export type CacheProvider =
  /** In the gateway's own process. */
  | 'MEMORY'
  /** In Redis, shared by all gateways, with each gateway's own memory above it. */
  | 'REDIS';

/** The cache as the gateway that answers sees it. */
export type CacheStatus = {
  __typename?: 'CacheStatus';
  /** Where cached values are kept. */
  provider: CacheProvider;
  /** The tiers in use, the nearest first: one with MEMORY, two with REDIS. */
  tiers: Array<CacheTierStatus>;
  /** False while the gateway trusts no cache and reads the store. */
  trusted: Scalars['Boolean']['output'];
};

/** A layer of the cache; a read asks L1 before L2, and L2 before the store. */
export type CacheTier =
  /** The gateway's own memory above the shared tier: the fastest, and private to one gateway. */
  | 'L1'
  /** The tier below L1, which gateways share. */
  | 'L2';

/** How full one tier is, and how well it works. */
export type CacheTierStatus = {
  __typename?: 'CacheTierStatus';
  /** How many bytes it takes up; null while that isn't known. */
  bytes?: Maybe<Scalars['Float']['output']>;
  /** What happened in it, counted per type. */
  counters: Array<CacheCounter>;
  /** How many values it holds; null while that isn't known. */
  entries?: Maybe<Scalars['Float']['output']>;
  /** Which tier this is. */
  tier: CacheTier;
};

/**
 * What every change answers. The entity in a payload is as this change left it; what hangs on it is
 * read at `version` or later.
 */
export type Change = {
  /**
   * The world's version, made by this change. To see the change in a later query, send it back as
   * `x-min-version: <worldId>=<version>`.
   */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** What a change did to an entity. */
export type ChangeKind =
  /** It is there for the first time, or again. */
  | 'CREATED'
  /** It is gone. */
  | 'DELETED'
  /** Its own fields changed. */
  | 'UPDATED';

/** An entity that a change touched. */
export type ChangedEntity = {
  __typename?: 'ChangedEntity';
  /**
   * The entity's node id, such as `character:odyssey:odysseus`; once deleted it can't be looked up any
   * more.
   */
  id: Scalars['ID']['output'];
  /** What happened to it. */
  kind: ChangeKind;
  /** What sort of entity it is. */
  type: EntityType;
  /** Its GraphQL type, as in `__typename`, such as `Character`: what client caches go by. */
  typename: Scalars['String']['output'];
};

/** Someone who lives in a world, can be at a location and can have objects. */
export type Character = Entity & Node & {
  __typename?: 'Character';
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Free text of up to 10,000 characters; null if there is none. */
  description?: Maybe<Scalars['String']['output']>;
  /** `character:<world>:<local>`, such as `character:odyssey:odysseus`. */
  id: Scalars['ID']['output'];
  /** The objects that it has, by name (code point order), then id. */
  inventory: WorldObjectConnection;
  /** The language it speaks: a BCP 47 tag, such as `en` or `pt-BR`; `en` by default. */
  language: Scalars['String']['output'];
  /** Where it is; null if it is nowhere. */
  location?: Maybe<Location>;
  /** What it is called, 1 to 200 characters. Names need not be unique. */
  name: Scalars['String']['output'];
  /** Whether it takes part in the world at present. */
  status: CharacterStatus;
  /** The events that involve it. */
  timeline: TimelineEventConnection;
  /**
   * What marks it, such as `cunning`: up to 50 traits of up to 100 characters each; empty if there are
   * none.
   */
  traits: Array<Scalars['String']['output']>;
  /** When its own fields last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /**
   * The version of the world's change that last touched its own fields; what `expectedVersion` is held
   * against.
   */
  version: Scalars['Version']['output'];
  /** The world it lives in; it can't move to another one. */
  world: World;
};


/** Someone who lives in a world, can be at a location and can have objects. */
export type CharacterInventoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Someone who lives in a world, can be at a location and can have objects. */
export type CharacterTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

/**
 * A page of characters. It is shorter than asked for if a character is gone by the time it is read:
 * that one is left out.
 */
export type CharacterConnection = {
  __typename?: 'CharacterConnection';
  /** The page's entries, each with its cursor. */
  edges: Array<CharacterEdge>;
  /** The characters of the page, in the same order, for when cursors don't matter. */
  nodes: Array<Character>;
  /** Whether there is more, and the cursor to go on from. */
  pageInfo: PageInfo;
};

/** A character in a page. */
export type CharacterEdge = {
  __typename?: 'CharacterEdge';
  /** An opaque string that marks this place in the list; pass it as `after` to get what follows. */
  cursor: Scalars['String']['output'];
  /** The character at this place. */
  node: Character;
};

/**
 * Which characters to list. Those that meet every given condition are; null or left out, a condition
 * doesn't apply.
 */
export type CharacterFilter = {
  /** Only characters with exactly this language tag (BCP 47), such as `fr`. */
  language?: InputMaybe<Scalars['String']['input']>;
  /** Only characters at this location, `location:<world>:<local>`. */
  locationId?: InputMaybe<Scalars['ID']['input']>;
  /** Only characters with this status. */
  status?: InputMaybe<CharacterStatus>;
};

/** Whether a character takes part in its world. Either can be read and changed. */
export type CharacterStatus =
  /** Takes part; loaded into the cache when its world is activated. */
  | 'ACTIVE'
  /** At rest, and not loaded into the cache beforehand. */
  | 'DORMANT';

/** The exit to make, and optionally the way back. */
export type ConnectLocationsInput = {
  /** The location that the exit leads out of, `location:<world>:<local>`. */
  fromId: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What the exit is called, 1 to 200 characters, unique among the exits of `fromId`. */
  label: Scalars['String']['input'];
  /**
   * What the way back is called, 1 to 200 characters, unique among the exits of `toId`. Null or left
   * out, no way back is made.
   */
  returnLabel?: InputMaybe<Scalars['String']['input']>;
  /** The location that it leads to, `location:<world>:<local>`, in the same world. */
  toId: Scalars['ID']['input'];
};

/** The answer of `connectLocations`. */
export type ConnectLocationsPayload = Change & {
  __typename?: 'ConnectLocationsPayload';
  /** The location that the exit leads out of, with the new exit. */
  from: Location;
  /** The location that it leads to, with the way back if one was made. */
  to: Location;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** A point on a world's map, in units that the world chooses. */
export type Coordinates = {
  __typename?: 'Coordinates';
  /** The first axis, often from west to east. */
  x: Scalars['Float']['output'];
  /** The second axis, often from south to north. */
  y: Scalars['Float']['output'];
  /** The height; null on a flat map. */
  z?: Maybe<Scalars['Float']['output']>;
};

/** A point on a world's map, in units that the world chooses. */
export type CoordinatesInput = {
  /** The first axis, often from west to east. */
  x: Scalars['Float']['input'];
  /** The second axis, often from south to north. */
  y: Scalars['Float']['input'];
  /** The height; null or left out on a flat map. */
  z?: InputMaybe<Scalars['Float']['input']>;
};

/** The fields of a new character. */
export type CreateCharacterInput = {
  /** Free text of up to 10,000 characters; null or left out, none. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * Local part of the new `character:<world>:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a
   * UUIDv7.
   */
  id?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The language it speaks: a BCP 47 tag; null or left out, `en`. */
  language?: InputMaybe<Scalars['String']['input']>;
  /** Where it starts: a location of that world, `location:<world>:<local>`; null or left out, nowhere. */
  locationId?: InputMaybe<Scalars['ID']['input']>;
  /** What to call it, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The status to start with; null or left out, ACTIVE. */
  status?: InputMaybe<CharacterStatus>;
  /** Up to 50 traits of up to 100 characters each; null or left out, none. */
  traits?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The world it will live in, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `createCharacter`. */
export type CreateCharacterPayload = Change & {
  __typename?: 'CreateCharacterPayload';
  /** The new character. */
  character: Character;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** The fields of a new location. */
export type CreateLocationInput = {
  /** Where it lies on the world's map; null or left out, it isn't on it. */
  coordinates?: InputMaybe<CoordinatesInput>;
  /** Free text of up to 10,000 characters; null or left out, none. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * Local part of the new `location:<world>:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a
   * UUIDv7.
   */
  id?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What sort of place it is, in the world's own words, such as `island`: 1 to 100 characters. */
  kind: Scalars['String']['input'];
  /** What to call it, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The world it will lie in, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `createLocation`. */
export type CreateLocationPayload = Change & {
  __typename?: 'CreateLocationPayload';
  /** The new location. */
  location: Location;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** The fields of a new object. */
export type CreateObjectInput = {
  /** Free text of up to 10,000 characters; null or left out, none. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * Who has it or where it lies: a character or a location of that world, by id; null or left out,
   * nowhere.
   */
  holderId?: InputMaybe<Scalars['ID']['input']>;
  /** Local part of the new `object:<world>:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a UUIDv7. */
  id?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What to call it, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The world it will be in, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `createObject`. */
export type CreateObjectPayload = Change & {
  __typename?: 'CreateObjectPayload';
  /** The new object. */
  object: WorldObject;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** The fields of a new world. */
export type CreateWorldInput = {
  /** Free text of up to 10,000 characters; null or left out, none. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Local part of the new `world:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a UUIDv7. */
  id?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What to call it, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The status to start with, DORMANT by default. */
  status?: InputMaybe<WorldStatus>;
};

/** The answer of `createWorld`. */
export type CreateWorldPayload = Change & {
  __typename?: 'CreateWorldPayload';
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The new world. */
  world: World;
  /** The world that was created, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Which character to delete. */
export type DeleteCharacterInput = {
  /**
   * The character's `version` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The character to delete, `character:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `deleteCharacter`. */
export type DeleteCharacterPayload = Change & {
  __typename?: 'DeleteCharacterPayload';
  /** The id of the character that is gone, `character:<world>:<local>`. */
  deletedId: Scalars['ID']['output'];
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Which location to delete, and what becomes of what it holds. */
export type DeleteLocationInput = {
  /** The location's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The location to delete, `location:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /**
   * Another location of the same world that takes the characters and objects here. Null or left out, a
   * location that holds any is refused with CONFLICT.
   */
  moveContentsTo?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer of `deleteLocation`. */
export type DeleteLocationPayload = Change & {
  __typename?: 'DeleteLocationPayload';
  /** The id of the location that is gone, `location:<world>:<local>`. */
  deletedId: Scalars['ID']['output'];
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Which object to delete. */
export type DeleteObjectInput = {
  /** The object's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The object to delete, `object:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `deleteObject`. */
export type DeleteObjectPayload = Change & {
  __typename?: 'DeleteObjectPayload';
  /** The id of the object that is gone, `object:<world>:<local>`. */
  deletedId: Scalars['ID']['output'];
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Which world to delete. */
export type DeleteWorldInput = {
  /**
   * The world's `recordVersion` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The world to delete with everything in it, `world:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `deleteWorld`. */
export type DeleteWorldPayload = Change & {
  __typename?: 'DeleteWorldPayload';
  /** The id of what is gone: the same as `worldId`. */
  deletedId: Scalars['ID']['output'];
  /** The world's last version, made by this change. A world made again under this id goes on from it. */
  version: Scalars['Version']['output'];
  /** The world that was deleted, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** Which exit to remove. */
export type DisconnectLocationsInput = {
  /** The location that the exit leads out of, `location:<world>:<local>`. */
  fromId: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The exit's label, 1 to 200 characters. */
  label: Scalars['String']['input'];
};

/** The answer of `disconnectLocations`. */
export type DisconnectLocationsPayload = Change & {
  __typename?: 'DisconnectLocationsPayload';
  /** The location, without the exit. */
  from: Location;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** What lives in a world: characters, locations, objects. */
export type Entity = {
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Free text of up to 10,000 characters; null if there is none. */
  description?: Maybe<Scalars['String']['output']>;
  /** `character:<world>:<local>`, `location:<world>:<local>` or `object:<world>:<local>`. */
  id: Scalars['ID']['output'];
  /** What it is called, 1 to 200 characters. Names need not be unique. */
  name: Scalars['String']['output'];
  /** The events that involve it. */
  timeline: TimelineEventConnection;
  /** When its own fields last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /**
   * The version of the world's change that last touched this entity's own fields; what
   * `expectedVersion` is held against.
   */
  version: Scalars['Version']['output'];
  /** The world it lives in; it can't move to another one. */
  world: World;
};


/** What lives in a world: characters, locations, objects. */
export type EntityTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

/** The sorts of entities that notices name and that `purgeCache` can be narrowed to. */
export type EntityType =
  /** A character: GraphQL type `Character`, id `character:<world>:<local>`. */
  | 'CHARACTER'
  /** A location: GraphQL type `Location`, id `location:<world>:<local>`. */
  | 'LOCATION'
  /** An event: GraphQL type `TimelineEvent`, id `event:<world>:<local>`. */
  | 'TIMELINE_EVENT'
  /** A world: GraphQL type `World`, id `world:<local>`. */
  | 'WORLD'
  /** A world's flag: GraphQL type `WorldFlag`, id `flag:<world>:<key>`. */
  | 'WORLD_FLAG'
  /** An object: GraphQL type `WorldObject`, id `object:<world>:<local>`. */
  | 'WORLD_OBJECT';

/** A way from one location to another. */
export type Exit = {
  __typename?: 'Exit';
  /** What the way is called, 1 to 200 characters, unique among the exits of its location. */
  label: Scalars['String']['output'];
  /** The location it leads to, in the same world. */
  to: Location;
};

/** What one or more changes to a scope made out of date, for a client to drop from its own cache. */
export type InvalidationNotice = {
  __typename?: 'InvalidationNotice';
  /** When the change was made. */
  at: Scalars['DateTime']['output'];
  /** What was created, updated or deleted. With `types`, only entities of these; it may then be empty. */
  entities: Array<ChangedEntity>;
  /**
   * Refetch everything of this scope: it was replaced as a whole, or the log no longer reaches back to
   * `after`.
   */
  resync: Scalars['Boolean']['output'];
  /** The scope that changed: `world:<local>` or `worlds`. */
  scope: Scalars['ID']['output'];
  /**
   * What to drop, as <node id> or <node id>.<field>: `character:odyssey:odysseus`,
   * `world:odyssey.characters`, `Query.worlds`.
   */
  tags: Array<Scalars['String']['output']>;
  /** The scope's version after the change; pass the last one seen as `after` to go on from here. */
  version: Scalars['Version']['output'];
};

/** A place in a world, where characters are, objects lie, and from which exits lead to other places. */
export type Location = Entity & Node & {
  __typename?: 'Location';
  /** The characters that are here, by name (code point order), then id. */
  characters: CharacterConnection;
  /** Where it lies on the world's map; null if it isn't on it. */
  coordinates?: Maybe<Coordinates>;
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Free text of up to 10,000 characters; null if there is none. */
  description?: Maybe<Scalars['String']['output']>;
  /**
   * The ways out of it, at most 100, each with a label of its own. A way back is an exit of the other
   * location.
   */
  exits: Array<Exit>;
  /** `location:<world>:<local>`, such as `location:odyssey:ithaca`. */
  id: Scalars['ID']['output'];
  /** What sort of place it is, in the world's own words, such as `island`: 1 to 100 characters. */
  kind: Scalars['String']['output'];
  /** What it is called, 1 to 200 characters. Names need not be unique. */
  name: Scalars['String']['output'];
  /**
   * The objects that lie here, by name (code point order), then id; not those that characters here
   * have.
   */
  objects: WorldObjectConnection;
  /** The events that involve it. */
  timeline: TimelineEventConnection;
  /** When its own fields last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /**
   * The version of the world's change that last touched its own fields; what `expectedVersion` is held
   * against.
   */
  version: Scalars['Version']['output'];
  /** The world it lies in; it can't move to another one. */
  world: World;
};


/** A place in a world, where characters are, objects lie, and from which exits lead to other places. */
export type LocationCharactersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A place in a world, where characters are, objects lie, and from which exits lead to other places. */
export type LocationObjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A place in a world, where characters are, objects lie, and from which exits lead to other places. */
export type LocationTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

/**
 * A page of locations. It is shorter than asked for if a location is gone by the time it is read: that
 * one is left out.
 */
export type LocationConnection = {
  __typename?: 'LocationConnection';
  /** The page's entries, each with its cursor. */
  edges: Array<LocationEdge>;
  /** The locations of the page, in the same order, for when cursors don't matter. */
  nodes: Array<Location>;
  /** Whether there is more, and the cursor to go on from. */
  pageInfo: PageInfo;
};

/** A location in a page. */
export type LocationEdge = {
  __typename?: 'LocationEdge';
  /** An opaque string that marks this place in the list; pass it as `after` to get what follows. */
  cursor: Scalars['String']['output'];
  /** The location at this place. */
  node: Location;
};

/** Which character to move, and where. */
export type MoveCharacterInput = {
  /**
   * The character's `version` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The character to move, `character:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /**
   * A location of the same world, `location:<world>:<local>`; null moves it to nowhere. Leaving it out
   * is BAD_USER_INPUT.
   */
  locationId?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer of `moveCharacter`. */
export type MoveCharacterPayload = Change & {
  __typename?: 'MoveCharacterPayload';
  /** The character at its new place. */
  character: Character;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Makes a world ACTIVE and warms the cache for it. NOT_FOUND if it isn't there, CONFLICT if
   * `expectedVersion` doesn't match.
   */
  activateWorld?: Maybe<ActivateWorldPayload>;
  /**
   * Adds one event to a world's timeline, and so to that of every entity it involves. NOT_FOUND if the
   * world or an entity it involves isn't there, CONFLICT if its id is taken.
   */
  addTimelineEvent?: Maybe<AddTimelineEventPayload>;
  /**
   * Adds 1 to 500 events to a world's timeline as one change: all or none, with one version. NOT_FOUND
   * if the world or an entity they involve isn't there, CONFLICT if an id is taken.
   */
  addTimelineEvents?: Maybe<AddTimelineEventsPayload>;
  /**
   * Makes an exit from one location to another of the same world, and with `returnLabel` the way back
   * too. NOT_FOUND if either location isn't there, CONFLICT if a label is already used there. A
   * location has at most 100 exits.
   */
  connectLocations?: Maybe<ConnectLocationsPayload>;
  /** Creates a character. NOT_FOUND if its world or location isn't there, CONFLICT if its id is taken. */
  createCharacter?: Maybe<CreateCharacterPayload>;
  /** Creates a location. NOT_FOUND if its world isn't there, CONFLICT if its id is taken. */
  createLocation?: Maybe<CreateLocationPayload>;
  /** Creates an object. NOT_FOUND if its world or holder isn't there, CONFLICT if its id is taken. */
  createObject?: Maybe<CreateObjectPayload>;
  /**
   * Creates a world. CONFLICT if its id is taken. A world made again under the id of a deleted one
   * starts empty and continues its version numbers.
   */
  createWorld?: Maybe<CreateWorldPayload>;
  /**
   * Deletes a character. Its inventory drops to its location, or to nowhere if it has none; events
   * stay but no longer name it. NOT_FOUND if it isn't there, CONFLICT if `expectedVersion` doesn't
   * match.
   */
  deleteCharacter?: Maybe<DeleteCharacterPayload>;
  /**
   * Deletes a location with the exits from and to it; events stay but no longer name it. NOT_FOUND if
   * it isn't there. CONFLICT if it holds a character or an object and `moveContentsTo` isn't given, or
   * if `expectedVersion` doesn't match.
   */
  deleteLocation?: Maybe<DeleteLocationPayload>;
  /**
   * Deletes an object; events stay but no longer name it. NOT_FOUND if it isn't there, CONFLICT if
   * `expectedVersion` doesn't match.
   */
  deleteObject?: Maybe<DeleteObjectPayload>;
  /**
   * Deletes a world and everything in it. NOT_FOUND if it isn't there, CONFLICT if `expectedVersion`
   * doesn't match.
   */
  deleteWorld?: Maybe<DeleteWorldPayload>;
  /**
   * Removes one exit of a location; a way back stays. NOT_FOUND if the location or the exit isn't
   * there.
   */
  disconnectLocations?: Maybe<DisconnectLocationsPayload>;
  /**
   * Moves a character to a location of its world, or to nowhere; what it has goes with it. No exit
   * needs to lead there. NOT_FOUND if either isn't there, CONFLICT if `expectedVersion` doesn't match.
   */
  moveCharacter?: Maybe<MoveCharacterPayload>;
  /**
   * Makes all gateways forget what they cached of one scope, so that it is read from the store again.
   * For administrators. Nothing stored is lost.
   */
  purgeCache?: Maybe<PurgeCachePayload>;
  /**
   * Removes a flag. NOT_FOUND if the world or the flag isn't there, CONFLICT if `expectedVersion`
   * doesn't match.
   */
  removeWorldFlag?: Maybe<RemoveWorldFlagPayload>;
  /**
   * Sets a flag, whether or not it was there. NOT_FOUND if the world isn't there, CONFLICT if
   * `expectedVersion` doesn't match.
   */
  setWorldFlag?: Maybe<SetWorldFlagPayload>;
  /**
   * Gives an object to a character, lays it down at a location, or puts it nowhere. NOT_FOUND if it or
   * the holder isn't there, CONFLICT if `expectedVersion` doesn't match.
   */
  transferObject?: Maybe<TransferObjectPayload>;
  /**
   * Changes a character's own fields; those left out stay as they are. To change where it is, use
   * `moveCharacter`. NOT_FOUND if it isn't there, CONFLICT if `expectedVersion` doesn't match.
   */
  updateCharacter?: Maybe<UpdateCharacterPayload>;
  /**
   * Changes a location's own fields; those left out stay as they are. To change its exits, use
   * `connectLocations` and `disconnectLocations`. NOT_FOUND if it isn't there, CONFLICT if
   * `expectedVersion` doesn't match.
   */
  updateLocation?: Maybe<UpdateLocationPayload>;
  /**
   * Changes an object's own fields; those left out stay as they are. To change who has it, use
   * `transferObject`. NOT_FOUND if it isn't there, CONFLICT if `expectedVersion` doesn't match.
   */
  updateObject?: Maybe<UpdateObjectPayload>;
  /**
   * Changes a world's own fields; those left out stay as they are. NOT_FOUND if it isn't there,
   * CONFLICT if `expectedVersion` doesn't match.
   */
  updateWorld?: Maybe<UpdateWorldPayload>;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationActivateWorldArgs = {
  input: ActivateWorldInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationAddTimelineEventArgs = {
  input: AddTimelineEventInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationAddTimelineEventsArgs = {
  input: AddTimelineEventsInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationConnectLocationsArgs = {
  input: ConnectLocationsInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationCreateCharacterArgs = {
  input: CreateCharacterInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationCreateLocationArgs = {
  input: CreateLocationInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationCreateObjectArgs = {
  input: CreateObjectInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationCreateWorldArgs = {
  input: CreateWorldInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationDeleteCharacterArgs = {
  input: DeleteCharacterInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationDeleteLocationArgs = {
  input: DeleteLocationInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationDeleteObjectArgs = {
  input: DeleteObjectInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationDeleteWorldArgs = {
  input: DeleteWorldInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationDisconnectLocationsArgs = {
  input: DisconnectLocationsInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationMoveCharacterArgs = {
  input: MoveCharacterInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationPurgeCacheArgs = {
  input: PurgeCacheInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationRemoveWorldFlagArgs = {
  input: RemoveWorldFlagInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationSetWorldFlagArgs = {
  input: SetWorldFlagInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationTransferObjectArgs = {
  input: TransferObjectInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationUpdateCharacterArgs = {
  input: UpdateCharacterInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationUpdateLocationArgs = {
  input: UpdateLocationInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationUpdateObjectArgs = {
  input: UpdateObjectInput;
};


/**
 * Changes. Each is all or nothing, and raises its world's version by one. The fields of a document run
 * one after the other; they are nullable so that one failure doesn't hide the others: a field that
 * fails is null and has an entry in `errors`.
 *
 * - In a create input `id` is the local part of the new id; null or left out, the server makes a
 *   UUIDv7.
 * - In an update input a field left out stays as it is, and null clears a nullable one.
 * - `expectedVersion` is the version of the entity as last read (of a world: its `recordVersion`). If
 *   the entity is at another version, the change is refused with CONFLICT and nothing changes.
 * - `idempotencyKey` makes a retry safe: a retry with a key that the world's log still holds (at least
 *   its last 10,000 changes) changes nothing and answers as the first did.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * NOT_FOUND for what isn't there, CONFLICT, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type MutationUpdateWorldArgs = {
  input: UpdateWorldInput;
};

/**
 * Whatever has an id that is unique across all worlds. Ids are readable:
 *
 * - `world:<local>`
 * - `character:<world>:<local>`, `location:<world>:<local>`, `object:<world>:<local>`,
 *   `event:<world>:<local>`
 * - `flag:<world>:<key>`
 *
 * `<world>` is the world's own local part, and each local part or key is 1 to 64 of `A-Z a-z 0-9 _ -`.
 */
export type Node = {
  /**
   * Its type, world and local part in one string, such as `character:odyssey:odysseus`. It never
   * changes.
   */
  id: Scalars['ID']['output'];
};

/**
 * Where a page lies in its list. Paging goes forward: pass `endCursor` as `after` to get the next
 * page.
 */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the page's last entry; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more entries follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether entries come before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the page's first entry; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** What `purgeCache` drops from the cache. */
export type PurgeCacheInput = {
  /**
   * A world's id, `world:<local>`, or `worlds` for the list of all worlds. NOT_FOUND if there is no
   * such world.
   */
  scope: Scalars['ID']['input'];
  /** The type to purge; null or left out, everything of the scope. */
  type?: InputMaybe<EntityType>;
};

/** The answer of `purgeCache`. */
export type PurgeCachePayload = {
  __typename?: 'PurgeCachePayload';
  /** The scope that was purged: `world:<local>` or `worlds`. */
  scope: Scalars['ID']['output'];
  /** The scope's version, raised by the purge: what was cached before it is no longer answered. */
  version: Scalars['Version']['output'];
};

/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type Query = {
  __typename?: 'Query';
  /** The state of the cache in the gateway that answers. */
  cache: CacheStatus;
  /** A character by its id; null if it isn't there. */
  character?: Maybe<Character>;
  /** An event by its id; null if it isn't there. */
  event?: Maybe<TimelineEvent>;
  /** A location by its id; null if it isn't there. */
  location?: Maybe<Location>;
  /** Anything that has an id; null if it isn't there. */
  node?: Maybe<Node>;
  /** Several nodes at once, answered in the order of `ids`, with null for each that isn't there. */
  nodes: Array<Maybe<Node>>;
  /** An object by its id; null if it isn't there. */
  object?: Maybe<WorldObject>;
  /** A world by its id; null if it isn't there. */
  world?: Maybe<World>;
  /** All worlds, by name (code point order), then id. */
  worlds: WorldConnection;
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryCharacterArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryEventArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryLocationArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryObjectArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryWorldArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Reads. A single lookup of what isn't there is null, not an error.
 *
 * The request header `x-min-version: world:odyssey=12, world:ilias=3` makes a query see at least those
 * versions; `x-consistency: strict` makes it as fresh as the shared cache. A response of several
 * entities is not a snapshot of one moment.
 *
 * Errors carry `extensions.code`: BAD_USER_INPUT (with `extensions.field` and what it expects),
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE.
 */
export type QueryWorldsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<WorldStatus>;
};

/** Which flag to remove. */
export type RemoveWorldFlagInput = {
  /** The flag's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The flag's key: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  key: Scalars['String']['input'];
  /** The world that keeps the flag, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `removeWorldFlag`. */
export type RemoveWorldFlagPayload = Change & {
  __typename?: 'RemoveWorldFlagPayload';
  /** The id of the flag that is gone, `flag:<world>:<key>`. */
  deletedId: Scalars['ID']['output'];
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** A scope to follow: a world, or the list of worlds. Each has versions of its own. */
export type ScopeInput = {
  /**
   * The last version of this scope that the client has seen; null or left out, only changes from now
   * on. If the log no longer reaches back to it, a notice with `resync` comes instead.
   */
  after?: InputMaybe<Scalars['Version']['input']>;
  /** A world's id, `world:<local>`, or `worlds` for the list of all worlds. */
  id: Scalars['ID']['input'];
};

/** A flag and the value to give it. */
export type SetWorldFlagInput = {
  /**
   * The flag's `version` as last read, or 0: it must not be there. If that isn't so, CONFLICT and
   * nothing changes. Null or left out, it isn't checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The flag's key: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  key: Scalars['String']['input'];
  /** Any JSON value but null, up to 16 KiB. It replaces the old value as a whole. */
  value: Scalars['JSON']['input'];
  /** The world that keeps the flag, `world:<local>`. */
  worldId: Scalars['ID']['input'];
};

/** The answer of `setWorldFlag`. */
export type SetWorldFlagPayload = Change & {
  __typename?: 'SetWorldFlagPayload';
  /** The flag as set. */
  flag: WorldFlag;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/**
 * Live updates, over WebSocket (graphql-transport-ws) or server-sent events. A client that was away
 * passes the last version it saw as `after` and gets the rest first.
 */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * What changed in some worlds, or in the list of worlds. With `after`, first everything since that
   * version.
   */
  invalidations: InvalidationNotice;
  /**
   * The events added to a world's timeline, as they are added. With `after`, first those added since
   * that version.
   */
  timelineEvents: TimelineEvent;
};


/**
 * Live updates, over WebSocket (graphql-transport-ws) or server-sent events. A client that was away
 * passes the last version it saw as `after` and gets the rest first.
 */
export type SubscriptionInvalidationsArgs = {
  scopes: Array<ScopeInput>;
  types?: InputMaybe<Array<EntityType>>;
};


/**
 * Live updates, over WebSocket (graphql-transport-ws) or server-sent events. A client that was away
 * passes the last version it saw as `after` and gets the rest first.
 */
export type SubscriptionTimelineEventsArgs = {
  after?: InputMaybe<Scalars['Version']['input']>;
  entityId?: InputMaybe<Scalars['ID']['input']>;
  worldId: Scalars['ID']['input'];
};

/** Something that happened in a world. Events are added, never changed, and go only with their world. */
export type TimelineEvent = Node & {
  __typename?: 'TimelineEvent';
  /** Whatever else is known of it, up to 16 KiB of JSON; null if nothing is. */
  data?: Maybe<Scalars['JSON']['output']>;
  /** `event:<world>:<local>`. */
  id: Scalars['ID']['output'];
  /**
   * The characters, locations and objects that took part, at most 100. What has been deleted since is
   * no longer named.
   */
  involves: Array<Entity>;
  /** What sort of event it is, in the world's own words, such as `arrival`: 1 to 100 characters. */
  kind: Scalars['String']['output'];
  /**
   * How the world's own calendar calls that moment, such as `the ninth day`: up to 200 characters;
   * null if it has no such name.
   */
  moment?: Maybe<Scalars['String']['output']>;
  /**
   * When it happened; timelines are ordered by it. The time of the change that added the event, unless
   * another was given.
   */
  occurredAt: Scalars['DateTime']['output'];
  /** What happened, in 1 to 10,000 characters. */
  summary: Scalars['String']['output'];
  /** The version of the world's change that added it. Events added together have the same. */
  version: Scalars['Version']['output'];
  /** The world it happened in. */
  world: World;
};

/**
 * A page of events. It is shorter than asked for if an event is gone by the time it is read: that one
 * is left out.
 */
export type TimelineEventConnection = {
  __typename?: 'TimelineEventConnection';
  /** The page's entries, each with its cursor. */
  edges: Array<TimelineEventEdge>;
  /** The events of the page, in the same order, for when cursors don't matter. */
  nodes: Array<TimelineEvent>;
  /** Whether there is more, and the cursor to go on from. */
  pageInfo: PageInfo;
};

/** An event in a page. */
export type TimelineEventEdge = {
  __typename?: 'TimelineEventEdge';
  /** An opaque string that marks this place in the list; pass it as `after` to get what follows. */
  cursor: Scalars['String']['output'];
  /** The event at this place. */
  node: TimelineEvent;
};

/** One event of a batch. */
export type TimelineEventInput = {
  /** Whatever else is known of it, up to 16 KiB of JSON; null or left out, nothing. */
  data?: InputMaybe<Scalars['JSON']['input']>;
  /** Local part of the new `event:<world>:<local>`: 1 to 64 of `A-Z a-z 0-9 _ -`; by default a UUIDv7. */
  id?: InputMaybe<Scalars['String']['input']>;
  /**
   * The ids of the characters, locations and objects that took part: up to 100, distinct and of the
   * same world; null or left out, none.
   */
  involves?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What sort of event it is, in the world's own words, such as `arrival`: 1 to 100 characters. */
  kind: Scalars['String']['input'];
  /** How the world's own calendar calls that moment, up to 200 characters; null or left out, nothing. */
  moment?: InputMaybe<Scalars['String']['input']>;
  /** When it happened; null or left out, the time of the change. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What happened, in 1 to 10,000 characters. */
  summary: Scalars['String']['input'];
};

/**
 * The order of a timeline: by `occurredAt`; among equals by `version`, and among events added together
 * by their place in that batch.
 */
export type TimelineOrder =
  /** The latest event first; the default. */
  | 'NEWEST_FIRST'
  /** The earliest event first. */
  | 'OLDEST_FIRST';

/** Which object to hand over, and to whom. */
export type TransferObjectInput = {
  /** The object's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /**
   * A character or a location of the same world, by id; null puts it nowhere. Leaving it out is
   * BAD_USER_INPUT.
   */
  holderId?: InputMaybe<Scalars['ID']['input']>;
  /** The object to hand over, `object:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `transferObject`. */
export type TransferObjectPayload = Change & {
  __typename?: 'TransferObjectPayload';
  /** The object with its new holder. */
  object: WorldObject;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** New values for a character's own fields. A field left out stays as it is. */
export type UpdateCharacterInput = {
  /** The new description, up to 10,000 characters; null clears it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * The character's `version` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The character to change, `character:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The new language, a BCP 47 tag; it can't be null. */
  language?: InputMaybe<Scalars['String']['input']>;
  /** The new name, 1 to 200 characters; it can't be null. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The new status; it can't be null. */
  status?: InputMaybe<CharacterStatus>;
  /**
   * The new traits, in place of all the old ones: up to 50 of up to 100 characters each. An empty list
   * clears them; it can't be null.
   */
  traits?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** The answer of `updateCharacter`. */
export type UpdateCharacterPayload = Change & {
  __typename?: 'UpdateCharacterPayload';
  /** The character as changed. */
  character: Character;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** New values for a location's own fields. A field left out stays as it is. */
export type UpdateLocationInput = {
  /** The new coordinates, in place of all the old ones (`z` too); null takes it off the map. */
  coordinates?: InputMaybe<CoordinatesInput>;
  /** The new description, up to 10,000 characters; null clears it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The location's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The location to change, `location:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The new kind, 1 to 100 characters; it can't be null. */
  kind?: InputMaybe<Scalars['String']['input']>;
  /** The new name, 1 to 200 characters; it can't be null. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `updateLocation`. */
export type UpdateLocationPayload = Change & {
  __typename?: 'UpdateLocationPayload';
  /** The location as changed. */
  location: Location;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** New values for an object's own fields. A field left out stays as it is. */
export type UpdateObjectInput = {
  /** The new description, up to 10,000 characters; null clears it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The object's `version` as last read; CONFLICT if it has moved on. Null or left out: not checked. */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The object to change, `object:<world>:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The new name, 1 to 200 characters; it can't be null. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of `updateObject`. */
export type UpdateObjectPayload = Change & {
  __typename?: 'UpdateObjectPayload';
  /** The object as changed. */
  object: WorldObject;
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** New values for a world's own fields. A field left out stays as it is. */
export type UpdateWorldInput = {
  /** The new description, up to 10,000 characters; null clears it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * The world's `recordVersion` as last read; CONFLICT if it has moved on. Null or left out: not
   * checked.
   */
  expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  /** The world to change, `world:<local>`. */
  id: Scalars['ID']['input'];
  /** 1 to 200 characters. A retry with a key still in the log only repeats the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The new name, 1 to 200 characters; it can't be null. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The new status; it can't be null. */
  status?: InputMaybe<WorldStatus>;
};

/** The answer of `updateWorld`. */
export type UpdateWorldPayload = Change & {
  __typename?: 'UpdateWorldPayload';
  /** The world's version, made by this change; send it back as `x-min-version`. */
  version: Scalars['Version']['output'];
  /** The world as changed. */
  world: World;
  /** The world that was changed, `world:<local>`. */
  worldId: Scalars['ID']['output'];
};

/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type World = Node & {
  __typename?: 'World';
  /** The world's characters, by name (code point order), then id. */
  characters: CharacterConnection;
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Free text of up to 10,000 characters; null if there is none. */
  description?: Maybe<Scalars['String']['output']>;
  /** One flag by its key; null if it isn't set. */
  flag?: Maybe<WorldFlag>;
  /** All flags of the world, by key; at most 1,000. */
  flags: Array<WorldFlag>;
  /** `world:<local>`, such as `world:odyssey`. */
  id: Scalars['ID']['output'];
  /** The world's locations, by name (code point order), then id. */
  locations: LocationConnection;
  /** What it is called, 1 to 200 characters. Names need not be unique. */
  name: Scalars['String']['output'];
  /** The world's objects, wherever they are, by name (code point order), then id. */
  objects: WorldObjectConnection;
  /**
   * The version of the change that last touched the world's own fields; what `expectedVersion` is held
   * against.
   */
  recordVersion: Scalars['Version']['output'];
  /** The world at a glance: counts, flags and the latest event. */
  state: WorldState;
  /** Whether it is in play. */
  status: WorldStatus;
  /** All events of the world. */
  timeline: TimelineEventConnection;
  /**
   * When the world's own fields last changed (name, description, status); changes to what lives in it
   * don't count.
   */
  updatedAt: Scalars['DateTime']['output'];
  /** The number of the latest change to anything in this world. */
  version: Scalars['Version']['output'];
};


/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type WorldCharactersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CharacterFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type WorldFlagArgs = {
  key: Scalars['String']['input'];
};


/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type WorldLocationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type WorldObjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A living world: its characters, locations, objects, flags and timeline, under one version. */
export type WorldTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

/**
 * A page of worlds. It is shorter than asked for if a world is gone by the time it is read: that one
 * is left out.
 */
export type WorldConnection = {
  __typename?: 'WorldConnection';
  /** The page's entries, each with its cursor. */
  edges: Array<WorldEdge>;
  /** The worlds of the page, in the same order, for when cursors don't matter. */
  nodes: Array<World>;
  /** Whether there is more, and the cursor to go on from. */
  pageInfo: PageInfo;
};

/** A world in a page. */
export type WorldEdge = {
  __typename?: 'WorldEdge';
  /** An opaque string that marks this place in the list; pass it as `after` to get what follows. */
  cursor: Scalars['String']['output'];
  /** The world at this place. */
  node: World;
};

/** A named value that a world keeps, such as `war_is_over: true`. A world has up to 1,000. */
export type WorldFlag = Node & {
  __typename?: 'WorldFlag';
  /** `flag:<world>:<key>`, such as `flag:odyssey:war_is_over`. */
  id: Scalars['ID']['output'];
  /** Its name, unique in the world: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  key: Scalars['String']['output'];
  /** When it was last set. */
  updatedAt: Scalars['DateTime']['output'];
  /** Any JSON value but null, up to 16 KiB. */
  value: Scalars['JSON']['output'];
  /** The version of the world's change that last set this flag; what `expectedVersion` is held against. */
  version: Scalars['Version']['output'];
};

/** A thing in a world, which a character has or which lies at a location. */
export type WorldObject = Entity & Node & {
  __typename?: 'WorldObject';
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Free text of up to 10,000 characters; null if there is none. */
  description?: Maybe<Scalars['String']['output']>;
  /** The character that has it or the location where it lies; null if it is nowhere. */
  holder?: Maybe<Entity>;
  /** `object:<world>:<local>`, such as `object:odyssey:bow`. */
  id: Scalars['ID']['output'];
  /** What it is called, 1 to 200 characters. Names need not be unique. */
  name: Scalars['String']['output'];
  /** The events that involve it. */
  timeline: TimelineEventConnection;
  /** When its own fields last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /**
   * The version of the world's change that last touched its own fields; what `expectedVersion` is held
   * against.
   */
  version: Scalars['Version']['output'];
  /** The world it is in; it can't move to another one. */
  world: World;
};


/** A thing in a world, which a character has or which lies at a location. */
export type WorldObjectTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

/**
 * A page of objects. It is shorter than asked for if an object is gone by the time it is read: that
 * one is left out.
 */
export type WorldObjectConnection = {
  __typename?: 'WorldObjectConnection';
  /** The page's entries, each with its cursor. */
  edges: Array<WorldObjectEdge>;
  /** The objects of the page, in the same order, for when cursors don't matter. */
  nodes: Array<WorldObject>;
  /** Whether there is more, and the cursor to go on from. */
  pageInfo: PageInfo;
};

/** An object in a page. */
export type WorldObjectEdge = {
  __typename?: 'WorldObjectEdge';
  /** An opaque string that marks this place in the list; pass it as `after` to get what follows. */
  cursor: Scalars['String']['output'];
  /** The object at this place. */
  node: WorldObject;
};

/** The world at a glance. */
export type WorldState = {
  __typename?: 'WorldState';
  /** How many characters the world has, whatever their status. */
  characterCount: Scalars['Int']['output'];
  /** How many events the world's timeline has. */
  eventCount: Scalars['Int']['output'];
  /** All flags of the world, by key; at most 1,000. */
  flags: Array<WorldFlag>;
  /** The event that comes first in NEWEST_FIRST order; null while there is none. */
  latestEvent?: Maybe<TimelineEvent>;
  /** How many locations the world has. */
  locationCount: Scalars['Int']['output'];
  /** How many objects the world has. */
  objectCount: Scalars['Int']['output'];
  /** The world's version that this state shows. */
  version: Scalars['Version']['output'];
};

/**
 * Whether a world is in play. It is a label and a hint for the cache: worlds of any status can be
 * read.
 */
export type WorldStatus =
  /** In play; activating it loads its flags, state, active characters and recent events into the cache. */
  | 'ACTIVE'
  /** Put away for good, and kept for reference. */
  | 'ARCHIVED'
  /** Not in play yet, or paused; the default for a new world. */
  | 'DORMANT';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Change:
    | ( Omit<ActivateWorldPayload, 'world'> & { world: _RefType['World'] } )
    | ( Omit<AddTimelineEventPayload, 'event'> & { event: _RefType['TimelineEvent'] } )
    | ( Omit<AddTimelineEventsPayload, 'events'> & { events: Array<_RefType['TimelineEvent']> } )
    | ( Omit<ConnectLocationsPayload, 'from' | 'to'> & { from: _RefType['Location'], to: _RefType['Location'] } )
    | ( Omit<CreateCharacterPayload, 'character'> & { character: _RefType['Character'] } )
    | ( Omit<CreateLocationPayload, 'location'> & { location: _RefType['Location'] } )
    | ( Omit<CreateObjectPayload, 'object'> & { object: _RefType['WorldObject'] } )
    | ( Omit<CreateWorldPayload, 'world'> & { world: _RefType['World'] } )
    | ( DeleteCharacterPayload )
    | ( DeleteLocationPayload )
    | ( DeleteObjectPayload )
    | ( DeleteWorldPayload )
    | ( Omit<DisconnectLocationsPayload, 'from'> & { from: _RefType['Location'] } )
    | ( Omit<MoveCharacterPayload, 'character'> & { character: _RefType['Character'] } )
    | ( RemoveWorldFlagPayload )
    | ( Omit<SetWorldFlagPayload, 'flag'> & { flag: _RefType['WorldFlag'] } )
    | ( Omit<TransferObjectPayload, 'object'> & { object: _RefType['WorldObject'] } )
    | ( Omit<UpdateCharacterPayload, 'character'> & { character: _RefType['Character'] } )
    | ( Omit<UpdateLocationPayload, 'location'> & { location: _RefType['Location'] } )
    | ( Omit<UpdateObjectPayload, 'object'> & { object: _RefType['WorldObject'] } )
    | ( Omit<UpdateWorldPayload, 'world'> & { world: _RefType['World'] } )
  ;
  Entity:
    | ( Character )
    | ( Location )
    | ( WorldObject )
  ;
  Node:
    | ( Character )
    | ( Location )
    | ( TimelineEvent )
    | ( World )
    | ( WorldFlag )
    | ( WorldObject )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ActivateWorldInput: ActivateWorldInput;
  ActivateWorldPayload: ResolverTypeWrapper<Omit<ActivateWorldPayload, 'world'> & { world: ResolversTypes['World'] }>;
  AddTimelineEventInput: AddTimelineEventInput;
  AddTimelineEventPayload: ResolverTypeWrapper<Omit<AddTimelineEventPayload, 'event'> & { event: ResolversTypes['TimelineEvent'] }>;
  AddTimelineEventsInput: AddTimelineEventsInput;
  AddTimelineEventsPayload: ResolverTypeWrapper<Omit<AddTimelineEventsPayload, 'events'> & { events: Array<ResolversTypes['TimelineEvent']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CacheCounter: ResolverTypeWrapper<CacheCounter>;
  CacheProvider: CacheProvider;
  CacheStatus: ResolverTypeWrapper<CacheStatus>;
  CacheTier: CacheTier;
  CacheTierStatus: ResolverTypeWrapper<CacheTierStatus>;
  Change: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Change']>;
  ChangeKind: ChangeKind;
  ChangedEntity: ResolverTypeWrapper<ChangedEntity>;
  Character: ResolverTypeWrapper<Character>;
  CharacterConnection: ResolverTypeWrapper<Omit<CharacterConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['CharacterEdge']>, nodes: Array<ResolversTypes['Character']> }>;
  CharacterEdge: ResolverTypeWrapper<Omit<CharacterEdge, 'node'> & { node: ResolversTypes['Character'] }>;
  CharacterFilter: CharacterFilter;
  CharacterStatus: CharacterStatus;
  ConnectLocationsInput: ConnectLocationsInput;
  ConnectLocationsPayload: ResolverTypeWrapper<Omit<ConnectLocationsPayload, 'from' | 'to'> & { from: ResolversTypes['Location'], to: ResolversTypes['Location'] }>;
  Coordinates: ResolverTypeWrapper<Coordinates>;
  CoordinatesInput: CoordinatesInput;
  CreateCharacterInput: CreateCharacterInput;
  CreateCharacterPayload: ResolverTypeWrapper<Omit<CreateCharacterPayload, 'character'> & { character: ResolversTypes['Character'] }>;
  CreateLocationInput: CreateLocationInput;
  CreateLocationPayload: ResolverTypeWrapper<Omit<CreateLocationPayload, 'location'> & { location: ResolversTypes['Location'] }>;
  CreateObjectInput: CreateObjectInput;
  CreateObjectPayload: ResolverTypeWrapper<Omit<CreateObjectPayload, 'object'> & { object: ResolversTypes['WorldObject'] }>;
  CreateWorldInput: CreateWorldInput;
  CreateWorldPayload: ResolverTypeWrapper<Omit<CreateWorldPayload, 'world'> & { world: ResolversTypes['World'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteCharacterInput: DeleteCharacterInput;
  DeleteCharacterPayload: ResolverTypeWrapper<DeleteCharacterPayload>;
  DeleteLocationInput: DeleteLocationInput;
  DeleteLocationPayload: ResolverTypeWrapper<DeleteLocationPayload>;
  DeleteObjectInput: DeleteObjectInput;
  DeleteObjectPayload: ResolverTypeWrapper<DeleteObjectPayload>;
  DeleteWorldInput: DeleteWorldInput;
  DeleteWorldPayload: ResolverTypeWrapper<DeleteWorldPayload>;
  DisconnectLocationsInput: DisconnectLocationsInput;
  DisconnectLocationsPayload: ResolverTypeWrapper<Omit<DisconnectLocationsPayload, 'from'> & { from: ResolversTypes['Location'] }>;
  Entity: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Entity']>;
  EntityType: EntityType;
  Exit: ResolverTypeWrapper<Omit<Exit, 'to'> & { to: ResolversTypes['Location'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidationNotice: ResolverTypeWrapper<InvalidationNotice>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Location: ResolverTypeWrapper<Location>;
  LocationConnection: ResolverTypeWrapper<Omit<LocationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['LocationEdge']>, nodes: Array<ResolversTypes['Location']> }>;
  LocationEdge: ResolverTypeWrapper<Omit<LocationEdge, 'node'> & { node: ResolversTypes['Location'] }>;
  MoveCharacterInput: MoveCharacterInput;
  MoveCharacterPayload: ResolverTypeWrapper<Omit<MoveCharacterPayload, 'character'> & { character: ResolversTypes['Character'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PurgeCacheInput: PurgeCacheInput;
  PurgeCachePayload: ResolverTypeWrapper<PurgeCachePayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RemoveWorldFlagInput: RemoveWorldFlagInput;
  RemoveWorldFlagPayload: ResolverTypeWrapper<RemoveWorldFlagPayload>;
  ScopeInput: ScopeInput;
  SetWorldFlagInput: SetWorldFlagInput;
  SetWorldFlagPayload: ResolverTypeWrapper<Omit<SetWorldFlagPayload, 'flag'> & { flag: ResolversTypes['WorldFlag'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimelineEvent: ResolverTypeWrapper<TimelineEvent>;
  TimelineEventConnection: ResolverTypeWrapper<Omit<TimelineEventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['TimelineEventEdge']>, nodes: Array<ResolversTypes['TimelineEvent']> }>;
  TimelineEventEdge: ResolverTypeWrapper<Omit<TimelineEventEdge, 'node'> & { node: ResolversTypes['TimelineEvent'] }>;
  TimelineEventInput: TimelineEventInput;
  TimelineOrder: TimelineOrder;
  TransferObjectInput: TransferObjectInput;
  TransferObjectPayload: ResolverTypeWrapper<Omit<TransferObjectPayload, 'object'> & { object: ResolversTypes['WorldObject'] }>;
  UpdateCharacterInput: UpdateCharacterInput;
  UpdateCharacterPayload: ResolverTypeWrapper<Omit<UpdateCharacterPayload, 'character'> & { character: ResolversTypes['Character'] }>;
  UpdateLocationInput: UpdateLocationInput;
  UpdateLocationPayload: ResolverTypeWrapper<Omit<UpdateLocationPayload, 'location'> & { location: ResolversTypes['Location'] }>;
  UpdateObjectInput: UpdateObjectInput;
  UpdateObjectPayload: ResolverTypeWrapper<Omit<UpdateObjectPayload, 'object'> & { object: ResolversTypes['WorldObject'] }>;
  UpdateWorldInput: UpdateWorldInput;
  UpdateWorldPayload: ResolverTypeWrapper<Omit<UpdateWorldPayload, 'world'> & { world: ResolversTypes['World'] }>;
  Version: ResolverTypeWrapper<Scalars['Version']['output']>;
  World: ResolverTypeWrapper<World>;
  WorldConnection: ResolverTypeWrapper<Omit<WorldConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['WorldEdge']>, nodes: Array<ResolversTypes['World']> }>;
  WorldEdge: ResolverTypeWrapper<Omit<WorldEdge, 'node'> & { node: ResolversTypes['World'] }>;
  WorldFlag: ResolverTypeWrapper<WorldFlag>;
  WorldObject: ResolverTypeWrapper<WorldObject>;
  WorldObjectConnection: ResolverTypeWrapper<Omit<WorldObjectConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['WorldObjectEdge']>, nodes: Array<ResolversTypes['WorldObject']> }>;
  WorldObjectEdge: ResolverTypeWrapper<Omit<WorldObjectEdge, 'node'> & { node: ResolversTypes['WorldObject'] }>;
  WorldState: ResolverTypeWrapper<Omit<WorldState, 'flags' | 'latestEvent'> & { flags: Array<ResolversTypes['WorldFlag']>, latestEvent?: Maybe<ResolversTypes['TimelineEvent']> }>;
  WorldStatus: WorldStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ActivateWorldInput: ActivateWorldInput;
  ActivateWorldPayload: Omit<ActivateWorldPayload, 'world'> & { world: ResolversParentTypes['World'] };
  AddTimelineEventInput: AddTimelineEventInput;
  AddTimelineEventPayload: Omit<AddTimelineEventPayload, 'event'> & { event: ResolversParentTypes['TimelineEvent'] };
  AddTimelineEventsInput: AddTimelineEventsInput;
  AddTimelineEventsPayload: Omit<AddTimelineEventsPayload, 'events'> & { events: Array<ResolversParentTypes['TimelineEvent']> };
  Boolean: Scalars['Boolean']['output'];
  CacheCounter: CacheCounter;
  CacheStatus: CacheStatus;
  CacheTierStatus: CacheTierStatus;
  Change: ResolversInterfaceTypes<ResolversParentTypes>['Change'];
  ChangedEntity: ChangedEntity;
  Character: Character;
  CharacterConnection: Omit<CharacterConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['CharacterEdge']>, nodes: Array<ResolversParentTypes['Character']> };
  CharacterEdge: Omit<CharacterEdge, 'node'> & { node: ResolversParentTypes['Character'] };
  CharacterFilter: CharacterFilter;
  ConnectLocationsInput: ConnectLocationsInput;
  ConnectLocationsPayload: Omit<ConnectLocationsPayload, 'from' | 'to'> & { from: ResolversParentTypes['Location'], to: ResolversParentTypes['Location'] };
  Coordinates: Coordinates;
  CoordinatesInput: CoordinatesInput;
  CreateCharacterInput: CreateCharacterInput;
  CreateCharacterPayload: Omit<CreateCharacterPayload, 'character'> & { character: ResolversParentTypes['Character'] };
  CreateLocationInput: CreateLocationInput;
  CreateLocationPayload: Omit<CreateLocationPayload, 'location'> & { location: ResolversParentTypes['Location'] };
  CreateObjectInput: CreateObjectInput;
  CreateObjectPayload: Omit<CreateObjectPayload, 'object'> & { object: ResolversParentTypes['WorldObject'] };
  CreateWorldInput: CreateWorldInput;
  CreateWorldPayload: Omit<CreateWorldPayload, 'world'> & { world: ResolversParentTypes['World'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteCharacterInput: DeleteCharacterInput;
  DeleteCharacterPayload: DeleteCharacterPayload;
  DeleteLocationInput: DeleteLocationInput;
  DeleteLocationPayload: DeleteLocationPayload;
  DeleteObjectInput: DeleteObjectInput;
  DeleteObjectPayload: DeleteObjectPayload;
  DeleteWorldInput: DeleteWorldInput;
  DeleteWorldPayload: DeleteWorldPayload;
  DisconnectLocationsInput: DisconnectLocationsInput;
  DisconnectLocationsPayload: Omit<DisconnectLocationsPayload, 'from'> & { from: ResolversParentTypes['Location'] };
  Entity: ResolversInterfaceTypes<ResolversParentTypes>['Entity'];
  Exit: Omit<Exit, 'to'> & { to: ResolversParentTypes['Location'] };
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  InvalidationNotice: InvalidationNotice;
  JSON: Scalars['JSON']['output'];
  Location: Location;
  LocationConnection: Omit<LocationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['LocationEdge']>, nodes: Array<ResolversParentTypes['Location']> };
  LocationEdge: Omit<LocationEdge, 'node'> & { node: ResolversParentTypes['Location'] };
  MoveCharacterInput: MoveCharacterInput;
  MoveCharacterPayload: Omit<MoveCharacterPayload, 'character'> & { character: ResolversParentTypes['Character'] };
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  PurgeCacheInput: PurgeCacheInput;
  PurgeCachePayload: PurgeCachePayload;
  Query: Record<PropertyKey, never>;
  RemoveWorldFlagInput: RemoveWorldFlagInput;
  RemoveWorldFlagPayload: RemoveWorldFlagPayload;
  ScopeInput: ScopeInput;
  SetWorldFlagInput: SetWorldFlagInput;
  SetWorldFlagPayload: Omit<SetWorldFlagPayload, 'flag'> & { flag: ResolversParentTypes['WorldFlag'] };
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TimelineEvent: TimelineEvent;
  TimelineEventConnection: Omit<TimelineEventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['TimelineEventEdge']>, nodes: Array<ResolversParentTypes['TimelineEvent']> };
  TimelineEventEdge: Omit<TimelineEventEdge, 'node'> & { node: ResolversParentTypes['TimelineEvent'] };
  TimelineEventInput: TimelineEventInput;
  TransferObjectInput: TransferObjectInput;
  TransferObjectPayload: Omit<TransferObjectPayload, 'object'> & { object: ResolversParentTypes['WorldObject'] };
  UpdateCharacterInput: UpdateCharacterInput;
  UpdateCharacterPayload: Omit<UpdateCharacterPayload, 'character'> & { character: ResolversParentTypes['Character'] };
  UpdateLocationInput: UpdateLocationInput;
  UpdateLocationPayload: Omit<UpdateLocationPayload, 'location'> & { location: ResolversParentTypes['Location'] };
  UpdateObjectInput: UpdateObjectInput;
  UpdateObjectPayload: Omit<UpdateObjectPayload, 'object'> & { object: ResolversParentTypes['WorldObject'] };
  UpdateWorldInput: UpdateWorldInput;
  UpdateWorldPayload: Omit<UpdateWorldPayload, 'world'> & { world: ResolversParentTypes['World'] };
  Version: Scalars['Version']['output'];
  World: World;
  WorldConnection: Omit<WorldConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['WorldEdge']>, nodes: Array<ResolversParentTypes['World']> };
  WorldEdge: Omit<WorldEdge, 'node'> & { node: ResolversParentTypes['World'] };
  WorldFlag: WorldFlag;
  WorldObject: WorldObject;
  WorldObjectConnection: Omit<WorldObjectConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['WorldObjectEdge']>, nodes: Array<ResolversParentTypes['WorldObject']> };
  WorldObjectEdge: Omit<WorldObjectEdge, 'node'> & { node: ResolversParentTypes['WorldObject'] };
  WorldState: Omit<WorldState, 'flags' | 'latestEvent'> & { flags: Array<ResolversParentTypes['WorldFlag']>, latestEvent?: Maybe<ResolversParentTypes['TimelineEvent']> };
};

export type ActivateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivateWorldPayload'] = ResolversParentTypes['ActivateWorldPayload']> = {
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddTimelineEventPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTimelineEventPayload'] = ResolversParentTypes['AddTimelineEventPayload']> = {
  event?: Resolver<ResolversTypes['TimelineEvent'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddTimelineEventsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTimelineEventsPayload'] = ResolversParentTypes['AddTimelineEventsPayload']> = {
  events?: Resolver<Array<ResolversTypes['TimelineEvent']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CacheCounterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheCounter'] = ResolversParentTypes['CacheCounter']> = {
  fills?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fillsRejected?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  hits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  invalidations?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  misses?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CacheStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheStatus'] = ResolversParentTypes['CacheStatus']> = {
  provider?: Resolver<ResolversTypes['CacheProvider'], ParentType, ContextType>;
  tiers?: Resolver<Array<ResolversTypes['CacheTierStatus']>, ParentType, ContextType>;
  trusted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CacheTierStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheTierStatus'] = ResolversParentTypes['CacheTierStatus']> = {
  bytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  counters?: Resolver<Array<ResolversTypes['CacheCounter']>, ParentType, ContextType>;
  entries?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['CacheTier'], ParentType, ContextType>;
};

export type ChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  __resolveType: TypeResolveFn<'ActivateWorldPayload' | 'AddTimelineEventPayload' | 'AddTimelineEventsPayload' | 'ConnectLocationsPayload' | 'CreateCharacterPayload' | 'CreateLocationPayload' | 'CreateObjectPayload' | 'CreateWorldPayload' | 'DeleteCharacterPayload' | 'DeleteLocationPayload' | 'DeleteObjectPayload' | 'DeleteWorldPayload' | 'DisconnectLocationsPayload' | 'MoveCharacterPayload' | 'RemoveWorldFlagPayload' | 'SetWorldFlagPayload' | 'TransferObjectPayload' | 'UpdateCharacterPayload' | 'UpdateLocationPayload' | 'UpdateObjectPayload' | 'UpdateWorldPayload', ParentType, ContextType>;
};

export type ChangedEntityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedEntity'] = ResolversParentTypes['ChangedEntity']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  typename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CharacterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Character'] = ResolversParentTypes['Character']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inventory?: Resolver<ResolversTypes['WorldObjectConnection'], ParentType, ContextType, RequireFields<CharacterInventoryArgs, 'first'>>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['Location']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CharacterStatus'], ParentType, ContextType>;
  timeline?: Resolver<ResolversTypes['TimelineEventConnection'], ParentType, ContextType, RequireFields<CharacterTimelineArgs, 'first' | 'order'>>;
  traits?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CharacterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CharacterConnection'] = ResolversParentTypes['CharacterConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CharacterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Character']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CharacterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CharacterEdge'] = ResolversParentTypes['CharacterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
};

export type ConnectLocationsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectLocationsPayload'] = ResolversParentTypes['ConnectLocationsPayload']> = {
  from?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CoordinatesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coordinates'] = ResolversParentTypes['Coordinates']> = {
  x?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  y?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  z?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CreateCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateCharacterPayload'] = ResolversParentTypes['CreateCharacterPayload']> = {
  character?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateLocationPayload'] = ResolversParentTypes['CreateLocationPayload']> = {
  location?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateObjectPayload'] = ResolversParentTypes['CreateObjectPayload']> = {
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateWorldPayload'] = ResolversParentTypes['CreateWorldPayload']> = {
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteCharacterPayload'] = ResolversParentTypes['DeleteCharacterPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteLocationPayload'] = ResolversParentTypes['DeleteLocationPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteObjectPayload'] = ResolversParentTypes['DeleteObjectPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteWorldPayload'] = ResolversParentTypes['DeleteWorldPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DisconnectLocationsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisconnectLocationsPayload'] = ResolversParentTypes['DisconnectLocationsPayload']> = {
  from?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EntityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Entity'] = ResolversParentTypes['Entity']> = {
  __resolveType: TypeResolveFn<'Character' | 'Location' | 'WorldObject', ParentType, ContextType>;
};

export type ExitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Exit'] = ResolversParentTypes['Exit']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
};

export type InvalidationNoticeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidationNotice'] = ResolversParentTypes['InvalidationNotice']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  entities?: Resolver<Array<ResolversTypes['ChangedEntity']>, ParentType, ContextType>;
  resync?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LocationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Location'] = ResolversParentTypes['Location']> = {
  characters?: Resolver<ResolversTypes['CharacterConnection'], ParentType, ContextType, RequireFields<LocationCharactersArgs, 'first'>>;
  coordinates?: Resolver<Maybe<ResolversTypes['Coordinates']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exits?: Resolver<Array<ResolversTypes['Exit']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  objects?: Resolver<ResolversTypes['WorldObjectConnection'], ParentType, ContextType, RequireFields<LocationObjectsArgs, 'first'>>;
  timeline?: Resolver<ResolversTypes['TimelineEventConnection'], ParentType, ContextType, RequireFields<LocationTimelineArgs, 'first' | 'order'>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LocationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LocationConnection'] = ResolversParentTypes['LocationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LocationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Location']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LocationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LocationEdge'] = ResolversParentTypes['LocationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
};

export type MoveCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoveCharacterPayload'] = ResolversParentTypes['MoveCharacterPayload']> = {
  character?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  activateWorld?: Resolver<Maybe<ResolversTypes['ActivateWorldPayload']>, ParentType, ContextType, RequireFields<MutationActivateWorldArgs, 'input'>>;
  addTimelineEvent?: Resolver<Maybe<ResolversTypes['AddTimelineEventPayload']>, ParentType, ContextType, RequireFields<MutationAddTimelineEventArgs, 'input'>>;
  addTimelineEvents?: Resolver<Maybe<ResolversTypes['AddTimelineEventsPayload']>, ParentType, ContextType, RequireFields<MutationAddTimelineEventsArgs, 'input'>>;
  connectLocations?: Resolver<Maybe<ResolversTypes['ConnectLocationsPayload']>, ParentType, ContextType, RequireFields<MutationConnectLocationsArgs, 'input'>>;
  createCharacter?: Resolver<Maybe<ResolversTypes['CreateCharacterPayload']>, ParentType, ContextType, RequireFields<MutationCreateCharacterArgs, 'input'>>;
  createLocation?: Resolver<Maybe<ResolversTypes['CreateLocationPayload']>, ParentType, ContextType, RequireFields<MutationCreateLocationArgs, 'input'>>;
  createObject?: Resolver<Maybe<ResolversTypes['CreateObjectPayload']>, ParentType, ContextType, RequireFields<MutationCreateObjectArgs, 'input'>>;
  createWorld?: Resolver<Maybe<ResolversTypes['CreateWorldPayload']>, ParentType, ContextType, RequireFields<MutationCreateWorldArgs, 'input'>>;
  deleteCharacter?: Resolver<Maybe<ResolversTypes['DeleteCharacterPayload']>, ParentType, ContextType, RequireFields<MutationDeleteCharacterArgs, 'input'>>;
  deleteLocation?: Resolver<Maybe<ResolversTypes['DeleteLocationPayload']>, ParentType, ContextType, RequireFields<MutationDeleteLocationArgs, 'input'>>;
  deleteObject?: Resolver<Maybe<ResolversTypes['DeleteObjectPayload']>, ParentType, ContextType, RequireFields<MutationDeleteObjectArgs, 'input'>>;
  deleteWorld?: Resolver<Maybe<ResolversTypes['DeleteWorldPayload']>, ParentType, ContextType, RequireFields<MutationDeleteWorldArgs, 'input'>>;
  disconnectLocations?: Resolver<Maybe<ResolversTypes['DisconnectLocationsPayload']>, ParentType, ContextType, RequireFields<MutationDisconnectLocationsArgs, 'input'>>;
  moveCharacter?: Resolver<Maybe<ResolversTypes['MoveCharacterPayload']>, ParentType, ContextType, RequireFields<MutationMoveCharacterArgs, 'input'>>;
  purgeCache?: Resolver<Maybe<ResolversTypes['PurgeCachePayload']>, ParentType, ContextType, RequireFields<MutationPurgeCacheArgs, 'input'>>;
  removeWorldFlag?: Resolver<Maybe<ResolversTypes['RemoveWorldFlagPayload']>, ParentType, ContextType, RequireFields<MutationRemoveWorldFlagArgs, 'input'>>;
  setWorldFlag?: Resolver<Maybe<ResolversTypes['SetWorldFlagPayload']>, ParentType, ContextType, RequireFields<MutationSetWorldFlagArgs, 'input'>>;
  transferObject?: Resolver<Maybe<ResolversTypes['TransferObjectPayload']>, ParentType, ContextType, RequireFields<MutationTransferObjectArgs, 'input'>>;
  updateCharacter?: Resolver<Maybe<ResolversTypes['UpdateCharacterPayload']>, ParentType, ContextType, RequireFields<MutationUpdateCharacterArgs, 'input'>>;
  updateLocation?: Resolver<Maybe<ResolversTypes['UpdateLocationPayload']>, ParentType, ContextType, RequireFields<MutationUpdateLocationArgs, 'input'>>;
  updateObject?: Resolver<Maybe<ResolversTypes['UpdateObjectPayload']>, ParentType, ContextType, RequireFields<MutationUpdateObjectArgs, 'input'>>;
  updateWorld?: Resolver<Maybe<ResolversTypes['UpdateWorldPayload']>, ParentType, ContextType, RequireFields<MutationUpdateWorldArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Character' | 'Location' | 'TimelineEvent' | 'World' | 'WorldFlag' | 'WorldObject', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PurgeCachePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PurgeCachePayload'] = ResolversParentTypes['PurgeCachePayload']> = {
  scope?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cache?: Resolver<ResolversTypes['CacheStatus'], ParentType, ContextType>;
  character?: Resolver<Maybe<ResolversTypes['Character']>, ParentType, ContextType, RequireFields<QueryCharacterArgs, 'id'>>;
  event?: Resolver<Maybe<ResolversTypes['TimelineEvent']>, ParentType, ContextType, RequireFields<QueryEventArgs, 'id'>>;
  location?: Resolver<Maybe<ResolversTypes['Location']>, ParentType, ContextType, RequireFields<QueryLocationArgs, 'id'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  object?: Resolver<Maybe<ResolversTypes['WorldObject']>, ParentType, ContextType, RequireFields<QueryObjectArgs, 'id'>>;
  world?: Resolver<Maybe<ResolversTypes['World']>, ParentType, ContextType, RequireFields<QueryWorldArgs, 'id'>>;
  worlds?: Resolver<ResolversTypes['WorldConnection'], ParentType, ContextType, RequireFields<QueryWorldsArgs, 'first'>>;
};

export type RemoveWorldFlagPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveWorldFlagPayload'] = ResolversParentTypes['RemoveWorldFlagPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetWorldFlagPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetWorldFlagPayload'] = ResolversParentTypes['SetWorldFlagPayload']> = {
  flag?: Resolver<ResolversTypes['WorldFlag'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  invalidations?: SubscriptionResolver<ResolversTypes['InvalidationNotice'], "invalidations", ParentType, ContextType, RequireFields<SubscriptionInvalidationsArgs, 'scopes'>>;
  timelineEvents?: SubscriptionResolver<ResolversTypes['TimelineEvent'], "timelineEvents", ParentType, ContextType, RequireFields<SubscriptionTimelineEventsArgs, 'worldId'>>;
};

export type TimelineEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEvent'] = ResolversParentTypes['TimelineEvent']> = {
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  involves?: Resolver<Array<ResolversTypes['Entity']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  moment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TimelineEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEventConnection'] = ResolversParentTypes['TimelineEventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TimelineEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['TimelineEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TimelineEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEventEdge'] = ResolversParentTypes['TimelineEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TimelineEvent'], ParentType, ContextType>;
};

export type TransferObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransferObjectPayload'] = ResolversParentTypes['TransferObjectPayload']> = {
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateCharacterPayload'] = ResolversParentTypes['UpdateCharacterPayload']> = {
  character?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateLocationPayload'] = ResolversParentTypes['UpdateLocationPayload']> = {
  location?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateObjectPayload'] = ResolversParentTypes['UpdateObjectPayload']> = {
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWorldPayload'] = ResolversParentTypes['UpdateWorldPayload']> = {
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface VersionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Version'], any> {
  name: 'Version';
}

export type WorldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['World'] = ResolversParentTypes['World']> = {
  characters?: Resolver<ResolversTypes['CharacterConnection'], ParentType, ContextType, RequireFields<WorldCharactersArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  flag?: Resolver<Maybe<ResolversTypes['WorldFlag']>, ParentType, ContextType, RequireFields<WorldFlagArgs, 'key'>>;
  flags?: Resolver<Array<ResolversTypes['WorldFlag']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  locations?: Resolver<ResolversTypes['LocationConnection'], ParentType, ContextType, RequireFields<WorldLocationsArgs, 'first'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  objects?: Resolver<ResolversTypes['WorldObjectConnection'], ParentType, ContextType, RequireFields<WorldObjectsArgs, 'first'>>;
  recordVersion?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WorldState'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorldStatus'], ParentType, ContextType>;
  timeline?: Resolver<ResolversTypes['TimelineEventConnection'], ParentType, ContextType, RequireFields<WorldTimelineArgs, 'first' | 'order'>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WorldConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldConnection'] = ResolversParentTypes['WorldConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WorldEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['World']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WorldEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldEdge'] = ResolversParentTypes['WorldEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
};

export type WorldFlagResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldFlag'] = ResolversParentTypes['WorldFlag']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WorldObjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldObject'] = ResolversParentTypes['WorldObject']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  holder?: Resolver<Maybe<ResolversTypes['Entity']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timeline?: Resolver<ResolversTypes['TimelineEventConnection'], ParentType, ContextType, RequireFields<WorldObjectTimelineArgs, 'first' | 'order'>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WorldObjectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldObjectConnection'] = ResolversParentTypes['WorldObjectConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WorldObjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['WorldObject']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WorldObjectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldObjectEdge'] = ResolversParentTypes['WorldObjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
};

export type WorldStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldState'] = ResolversParentTypes['WorldState']> = {
  characterCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  eventCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  flags?: Resolver<Array<ResolversTypes['WorldFlag']>, ParentType, ContextType>;
  latestEvent?: Resolver<Maybe<ResolversTypes['TimelineEvent']>, ParentType, ContextType>;
  locationCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  objectCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ActivateWorldPayload?: ActivateWorldPayloadResolvers<ContextType>;
  AddTimelineEventPayload?: AddTimelineEventPayloadResolvers<ContextType>;
  AddTimelineEventsPayload?: AddTimelineEventsPayloadResolvers<ContextType>;
  CacheCounter?: CacheCounterResolvers<ContextType>;
  CacheStatus?: CacheStatusResolvers<ContextType>;
  CacheTierStatus?: CacheTierStatusResolvers<ContextType>;
  Change?: ChangeResolvers<ContextType>;
  ChangedEntity?: ChangedEntityResolvers<ContextType>;
  Character?: CharacterResolvers<ContextType>;
  CharacterConnection?: CharacterConnectionResolvers<ContextType>;
  CharacterEdge?: CharacterEdgeResolvers<ContextType>;
  ConnectLocationsPayload?: ConnectLocationsPayloadResolvers<ContextType>;
  Coordinates?: CoordinatesResolvers<ContextType>;
  CreateCharacterPayload?: CreateCharacterPayloadResolvers<ContextType>;
  CreateLocationPayload?: CreateLocationPayloadResolvers<ContextType>;
  CreateObjectPayload?: CreateObjectPayloadResolvers<ContextType>;
  CreateWorldPayload?: CreateWorldPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteCharacterPayload?: DeleteCharacterPayloadResolvers<ContextType>;
  DeleteLocationPayload?: DeleteLocationPayloadResolvers<ContextType>;
  DeleteObjectPayload?: DeleteObjectPayloadResolvers<ContextType>;
  DeleteWorldPayload?: DeleteWorldPayloadResolvers<ContextType>;
  DisconnectLocationsPayload?: DisconnectLocationsPayloadResolvers<ContextType>;
  Entity?: EntityResolvers<ContextType>;
  Exit?: ExitResolvers<ContextType>;
  InvalidationNotice?: InvalidationNoticeResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Location?: LocationResolvers<ContextType>;
  LocationConnection?: LocationConnectionResolvers<ContextType>;
  LocationEdge?: LocationEdgeResolvers<ContextType>;
  MoveCharacterPayload?: MoveCharacterPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PurgeCachePayload?: PurgeCachePayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RemoveWorldFlagPayload?: RemoveWorldFlagPayloadResolvers<ContextType>;
  SetWorldFlagPayload?: SetWorldFlagPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TimelineEvent?: TimelineEventResolvers<ContextType>;
  TimelineEventConnection?: TimelineEventConnectionResolvers<ContextType>;
  TimelineEventEdge?: TimelineEventEdgeResolvers<ContextType>;
  TransferObjectPayload?: TransferObjectPayloadResolvers<ContextType>;
  UpdateCharacterPayload?: UpdateCharacterPayloadResolvers<ContextType>;
  UpdateLocationPayload?: UpdateLocationPayloadResolvers<ContextType>;
  UpdateObjectPayload?: UpdateObjectPayloadResolvers<ContextType>;
  UpdateWorldPayload?: UpdateWorldPayloadResolvers<ContextType>;
  Version?: GraphQLScalarType;
  World?: WorldResolvers<ContextType>;
  WorldConnection?: WorldConnectionResolvers<ContextType>;
  WorldEdge?: WorldEdgeResolvers<ContextType>;
  WorldFlag?: WorldFlagResolvers<ContextType>;
  WorldObject?: WorldObjectResolvers<ContextType>;
  WorldObjectConnection?: WorldObjectConnectionResolvers<ContextType>;
  WorldObjectEdge?: WorldObjectEdgeResolvers<ContextType>;
  WorldState?: WorldStateResolvers<ContextType>;
};

