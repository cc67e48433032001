import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Entity as EntitySource } from '../../entities/define.ts';
import type { World as WorldSource } from '../../worlds/definitions/world.ts';
import type { WorldState as WorldStateSource } from '../resolvers/world.ts';
import type { WorldFlag as WorldFlagSource } from '../../worlds/definitions/world-flag.ts';
import type { Character as CharacterSource } from '../../worlds/definitions/character.ts';
import type { Location as LocationSource } from '../../worlds/definitions/location.ts';
import type { WorldObject as WorldObjectSource } from '../../worlds/definitions/world-object.ts';
import type { TimelineEvent as TimelineEventSource } from '../../worlds/definitions/timeline-event.ts';
import type { Connection as ConnectionSource } from '../connection.ts';
import type { CacheStatus as CacheStatusSource } from '../../cache/status.ts';
import type { InvalidationNotice as InvalidationNoticeSource } from '../invalidation-notice.ts';
import type { TagChange as TagChangeSource } from '../../worlds/tag-changes.ts';
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
  DateTime: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  Version: { input: number; output: number; }
};

export type ActivateWorldInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ActivateWorldPayload = Change & {
  readonly __typename?: 'ActivateWorldPayload';
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly world: World;
  readonly worldId: Scalars['ID']['output'];
};

export type AddTimelineEventInput = {
  readonly data?: InputMaybe<Scalars['JSON']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly involves?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly kind: Scalars['String']['input'];
  readonly moment?: InputMaybe<Scalars['String']['input']>;
  readonly occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly summary: Scalars['String']['input'];
  readonly worldId: Scalars['ID']['input'];
};

export type AddTimelineEventPayload = Change & {
  readonly __typename?: 'AddTimelineEventPayload';
  readonly epoch: Scalars['String']['output'];
  readonly event: TimelineEvent;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type AddTimelineEventsInput = {
  readonly events: ReadonlyArray<TimelineEventInput>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly worldId: Scalars['ID']['input'];
};

export type AddTimelineEventsPayload = Change & {
  readonly __typename?: 'AddTimelineEventsPayload';
  readonly epoch: Scalars['String']['output'];
  readonly events: ReadonlyArray<TimelineEvent>;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type CacheCounter = {
  readonly __typename?: 'CacheCounter';
  readonly fills: Scalars['Float']['output'];
  readonly fillsRejected: Scalars['Float']['output'];
  readonly hits: Scalars['Float']['output'];
  readonly invalidations: Scalars['Float']['output'];
  readonly misses: Scalars['Float']['output'];
  readonly type: Scalars['String']['output'];
};

export type CacheProvider =
  | 'MEMORY'
  | 'REDIS';

export type CacheStatus = {
  readonly __typename?: 'CacheStatus';
  readonly provider: CacheProvider;
  readonly tiers: ReadonlyArray<CacheTierStatus>;
  readonly trusted: Scalars['Boolean']['output'];
};

export type CacheTier =
  | 'L1'
  | 'L2';

export type CacheTierStatus = {
  readonly __typename?: 'CacheTierStatus';
  readonly bytes?: Maybe<Scalars['Float']['output']>;
  readonly counters: ReadonlyArray<CacheCounter>;
  readonly entries?: Maybe<Scalars['Float']['output']>;
  readonly tier: CacheTier;
};

export type Change = {
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type ChangeKind =
  | 'CREATED'
  | 'DELETED'
  | 'UPDATED';

export type ChangedEntity = {
  readonly __typename?: 'ChangedEntity';
  readonly entityId: Scalars['ID']['output'];
  readonly kind: ChangeKind;
  readonly type: EntityType;
  readonly typename: Scalars['String']['output'];
};

export type Character = Entity & Node & {
  readonly __typename?: 'Character';
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly inventory: WorldObjectConnection;
  readonly language: Scalars['String']['output'];
  readonly location?: Maybe<Location>;
  readonly name: Scalars['String']['output'];
  readonly status: CharacterStatus;
  readonly timeline: TimelineEventConnection;
  readonly traits: ReadonlyArray<Scalars['String']['output']>;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['Version']['output'];
  readonly world: World;
};


export type CharacterInventoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type CharacterTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

export type CharacterConnection = {
  readonly __typename?: 'CharacterConnection';
  readonly edges: ReadonlyArray<CharacterEdge>;
  readonly nodes: ReadonlyArray<Character>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type CharacterEdge = {
  readonly __typename?: 'CharacterEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Character;
};

export type CharacterFilter = {
  readonly language?: InputMaybe<Scalars['String']['input']>;
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
  readonly status?: InputMaybe<CharacterStatus>;
};

export type CharacterStatus =
  | 'ACTIVE'
  | 'DORMANT';

export type ConnectLocationsInput = {
  readonly fromId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly label: Scalars['String']['input'];
  readonly returnLabel?: InputMaybe<Scalars['String']['input']>;
  readonly toId: Scalars['ID']['input'];
};

export type ConnectLocationsPayload = Change & {
  readonly __typename?: 'ConnectLocationsPayload';
  readonly epoch: Scalars['String']['output'];
  readonly from: Location;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly to: Location;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type Coordinates = {
  readonly __typename?: 'Coordinates';
  readonly x: Scalars['Float']['output'];
  readonly y: Scalars['Float']['output'];
  readonly z?: Maybe<Scalars['Float']['output']>;
};

export type CoordinatesInput = {
  readonly x: Scalars['Float']['input'];
  readonly y: Scalars['Float']['input'];
  readonly z?: InputMaybe<Scalars['Float']['input']>;
};

export type CreateCharacterInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly language?: InputMaybe<Scalars['String']['input']>;
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
  readonly name: Scalars['String']['input'];
  readonly status?: InputMaybe<CharacterStatus>;
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly worldId: Scalars['ID']['input'];
};

export type CreateCharacterPayload = Change & {
  readonly __typename?: 'CreateCharacterPayload';
  readonly character: Character;
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type CreateLocationInput = {
  readonly coordinates?: InputMaybe<CoordinatesInput>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly kind: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
  readonly worldId: Scalars['ID']['input'];
};

export type CreateLocationPayload = Change & {
  readonly __typename?: 'CreateLocationPayload';
  readonly epoch: Scalars['String']['output'];
  readonly location: Location;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type CreateObjectInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly holderId?: InputMaybe<Scalars['ID']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly name: Scalars['String']['input'];
  readonly worldId: Scalars['ID']['input'];
};

export type CreateObjectPayload = Change & {
  readonly __typename?: 'CreateObjectPayload';
  readonly epoch: Scalars['String']['output'];
  readonly object: WorldObject;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type CreateWorldInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly name: Scalars['String']['input'];
  readonly status?: InputMaybe<WorldStatus>;
};

export type CreateWorldPayload = Change & {
  readonly __typename?: 'CreateWorldPayload';
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly world: World;
  readonly worldId: Scalars['ID']['output'];
};

export type DeleteCharacterInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DeleteCharacterPayload = Change & {
  readonly __typename?: 'DeleteCharacterPayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type DeleteLocationInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly moveContentsTo?: InputMaybe<Scalars['ID']['input']>;
};

export type DeleteLocationPayload = Change & {
  readonly __typename?: 'DeleteLocationPayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type DeleteObjectInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DeleteObjectPayload = Change & {
  readonly __typename?: 'DeleteObjectPayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type DeleteWorldInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DeleteWorldPayload = Change & {
  readonly __typename?: 'DeleteWorldPayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type DisconnectLocationsInput = {
  readonly fromId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly label: Scalars['String']['input'];
};

export type DisconnectLocationsPayload = Change & {
  readonly __typename?: 'DisconnectLocationsPayload';
  readonly epoch: Scalars['String']['output'];
  readonly from: Location;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type Entity = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly timeline: TimelineEventConnection;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['Version']['output'];
  readonly world: World;
};


export type EntityTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

export type EntityType =
  | 'CHARACTER'
  | 'LOCATION'
  | 'TIMELINE_EVENT'
  | 'WORLD'
  | 'WORLD_FLAG'
  | 'WORLD_OBJECT';

export type Exit = {
  readonly __typename?: 'Exit';
  readonly label: Scalars['String']['output'];
  readonly to: Location;
};

export type InvalidationNotice = {
  readonly __typename?: 'InvalidationNotice';
  readonly at: Scalars['DateTime']['output'];
  readonly changeId?: Maybe<Scalars['String']['output']>;
  readonly changes: ReadonlyArray<TagChange>;
  readonly entities: ReadonlyArray<ChangedEntity>;
  readonly epoch: Scalars['String']['output'];
  readonly idempotencyKey?: Maybe<Scalars['String']['output']>;
  readonly resume: Scalars['String']['output'];
  readonly resync: Scalars['Boolean']['output'];
  readonly scope: Scalars['ID']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
};

export type Location = Entity & Node & {
  readonly __typename?: 'Location';
  readonly characters: CharacterConnection;
  readonly coordinates?: Maybe<Coordinates>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly exits: ReadonlyArray<Exit>;
  readonly id: Scalars['ID']['output'];
  readonly kind: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly objects: WorldObjectConnection;
  readonly timeline: TimelineEventConnection;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['Version']['output'];
  readonly world: World;
};


export type LocationCharactersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type LocationObjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type LocationTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

export type LocationConnection = {
  readonly __typename?: 'LocationConnection';
  readonly edges: ReadonlyArray<LocationEdge>;
  readonly nodes: ReadonlyArray<Location>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type LocationEdge = {
  readonly __typename?: 'LocationEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Location;
};

export type MoveCharacterInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
};

export type MoveCharacterPayload = Change & {
  readonly __typename?: 'MoveCharacterPayload';
  readonly character: Character;
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  readonly activateWorld?: Maybe<ActivateWorldPayload>;
  readonly addTimelineEvent?: Maybe<AddTimelineEventPayload>;
  readonly addTimelineEvents?: Maybe<AddTimelineEventsPayload>;
  readonly connectLocations?: Maybe<ConnectLocationsPayload>;
  readonly createCharacter?: Maybe<CreateCharacterPayload>;
  readonly createLocation?: Maybe<CreateLocationPayload>;
  readonly createObject?: Maybe<CreateObjectPayload>;
  readonly createWorld?: Maybe<CreateWorldPayload>;
  readonly deleteCharacter?: Maybe<DeleteCharacterPayload>;
  readonly deleteLocation?: Maybe<DeleteLocationPayload>;
  readonly deleteObject?: Maybe<DeleteObjectPayload>;
  readonly deleteWorld?: Maybe<DeleteWorldPayload>;
  readonly disconnectLocations?: Maybe<DisconnectLocationsPayload>;
  readonly moveCharacter?: Maybe<MoveCharacterPayload>;
  readonly purgeCache?: Maybe<PurgeCachePayload>;
  readonly removeWorldFlag?: Maybe<RemoveWorldFlagPayload>;
  readonly setWorldFlag?: Maybe<SetWorldFlagPayload>;
  readonly transferObject?: Maybe<TransferObjectPayload>;
  readonly updateCharacter?: Maybe<UpdateCharacterPayload>;
  readonly updateLocation?: Maybe<UpdateLocationPayload>;
  readonly updateObject?: Maybe<UpdateObjectPayload>;
  readonly updateWorld?: Maybe<UpdateWorldPayload>;
};


export type MutationActivateWorldArgs = {
  input: ActivateWorldInput;
};


export type MutationAddTimelineEventArgs = {
  input: AddTimelineEventInput;
};


export type MutationAddTimelineEventsArgs = {
  input: AddTimelineEventsInput;
};


export type MutationConnectLocationsArgs = {
  input: ConnectLocationsInput;
};


export type MutationCreateCharacterArgs = {
  input: CreateCharacterInput;
};


export type MutationCreateLocationArgs = {
  input: CreateLocationInput;
};


export type MutationCreateObjectArgs = {
  input: CreateObjectInput;
};


export type MutationCreateWorldArgs = {
  input: CreateWorldInput;
};


export type MutationDeleteCharacterArgs = {
  input: DeleteCharacterInput;
};


export type MutationDeleteLocationArgs = {
  input: DeleteLocationInput;
};


export type MutationDeleteObjectArgs = {
  input: DeleteObjectInput;
};


export type MutationDeleteWorldArgs = {
  input: DeleteWorldInput;
};


export type MutationDisconnectLocationsArgs = {
  input: DisconnectLocationsInput;
};


export type MutationMoveCharacterArgs = {
  input: MoveCharacterInput;
};


export type MutationPurgeCacheArgs = {
  input: PurgeCacheInput;
};


export type MutationRemoveWorldFlagArgs = {
  input: RemoveWorldFlagInput;
};


export type MutationSetWorldFlagArgs = {
  input: SetWorldFlagInput;
};


export type MutationTransferObjectArgs = {
  input: TransferObjectInput;
};


export type MutationUpdateCharacterArgs = {
  input: UpdateCharacterInput;
};


export type MutationUpdateLocationArgs = {
  input: UpdateLocationInput;
};


export type MutationUpdateObjectArgs = {
  input: UpdateObjectInput;
};


export type MutationUpdateWorldArgs = {
  input: UpdateWorldInput;
};

export type Node = {
  readonly id: Scalars['ID']['output'];
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

export type PurgeCacheInput = {
  readonly scope: Scalars['ID']['input'];
  readonly type?: InputMaybe<EntityType>;
};

export type PurgeCachePayload = {
  readonly __typename?: 'PurgeCachePayload';
  readonly scope: Scalars['ID']['output'];
  readonly version: Scalars['Version']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  readonly cache: CacheStatus;
  readonly character?: Maybe<Character>;
  readonly event?: Maybe<TimelineEvent>;
  readonly location?: Maybe<Location>;
  readonly node?: Maybe<Node>;
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  readonly object?: Maybe<WorldObject>;
  readonly world?: Maybe<World>;
  readonly worlds: WorldConnection;
};


export type QueryCharacterArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEventArgs = {
  id: Scalars['ID']['input'];
};


export type QueryLocationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryObjectArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorldArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorldsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<WorldStatus>;
};

export type RemoveWorldFlagInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly key: Scalars['String']['input'];
  readonly worldId: Scalars['ID']['input'];
};

export type RemoveWorldFlagPayload = Change & {
  readonly __typename?: 'RemoveWorldFlagPayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type ScopeInput = {
  readonly after?: InputMaybe<Scalars['Version']['input']>;
  readonly epoch?: InputMaybe<Scalars['String']['input']>;
  readonly id: Scalars['ID']['input'];
};

export type SetWorldFlagInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly key: Scalars['String']['input'];
  readonly value: Scalars['JSON']['input'];
  readonly worldId: Scalars['ID']['input'];
};

export type SetWorldFlagPayload = Change & {
  readonly __typename?: 'SetWorldFlagPayload';
  readonly epoch: Scalars['String']['output'];
  readonly flag: WorldFlag;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  readonly invalidations: InvalidationNotice;
  readonly timelineEvents: TimelineEvent;
};


export type SubscriptionInvalidationsArgs = {
  resume?: InputMaybe<Scalars['String']['input']>;
  scopes: ReadonlyArray<ScopeInput>;
  types?: InputMaybe<ReadonlyArray<EntityType>>;
};


export type SubscriptionTimelineEventsArgs = {
  after?: InputMaybe<Scalars['Version']['input']>;
  entityId?: InputMaybe<Scalars['ID']['input']>;
  resume?: InputMaybe<Scalars['String']['input']>;
  worldId: Scalars['ID']['input'];
};

export type TagChange = {
  readonly __typename?: 'TagChange';
  readonly entered: ReadonlyArray<Scalars['ID']['output']>;
  readonly field?: Maybe<Scalars['String']['output']>;
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
  readonly filter?: Maybe<Scalars['JSON']['output']>;
  readonly left: ReadonlyArray<Scalars['ID']['output']>;
  readonly moved: ReadonlyArray<Scalars['ID']['output']>;
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  readonly tag: Scalars['String']['output'];
  readonly typename: Scalars['String']['output'];
};

export type TimelineEvent = Node & {
  readonly __typename?: 'TimelineEvent';
  readonly data?: Maybe<Scalars['JSON']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly involves: ReadonlyArray<Entity>;
  readonly kind: Scalars['String']['output'];
  readonly moment?: Maybe<Scalars['String']['output']>;
  readonly occurredAt: Scalars['DateTime']['output'];
  readonly resume: Scalars['String']['output'];
  readonly summary: Scalars['String']['output'];
  readonly version: Scalars['Version']['output'];
  readonly world: World;
};

export type TimelineEventConnection = {
  readonly __typename?: 'TimelineEventConnection';
  readonly edges: ReadonlyArray<TimelineEventEdge>;
  readonly nodes: ReadonlyArray<TimelineEvent>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type TimelineEventEdge = {
  readonly __typename?: 'TimelineEventEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: TimelineEvent;
};

export type TimelineEventInput = {
  readonly data?: InputMaybe<Scalars['JSON']['input']>;
  readonly id?: InputMaybe<Scalars['String']['input']>;
  readonly involves?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly kind: Scalars['String']['input'];
  readonly moment?: InputMaybe<Scalars['String']['input']>;
  readonly occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly summary: Scalars['String']['input'];
};

export type TimelineOrder =
  | 'NEWEST_FIRST'
  | 'OLDEST_FIRST';

export type TransferObjectInput = {
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly holderId?: InputMaybe<Scalars['ID']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type TransferObjectPayload = Change & {
  readonly __typename?: 'TransferObjectPayload';
  readonly epoch: Scalars['String']['output'];
  readonly object: WorldObject;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type UpdateCharacterInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly language?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<CharacterStatus>;
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type UpdateCharacterPayload = Change & {
  readonly __typename?: 'UpdateCharacterPayload';
  readonly character: Character;
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type UpdateLocationInput = {
  readonly coordinates?: InputMaybe<CoordinatesInput>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly kind?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateLocationPayload = Change & {
  readonly __typename?: 'UpdateLocationPayload';
  readonly epoch: Scalars['String']['output'];
  readonly location: Location;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type UpdateObjectInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateObjectPayload = Change & {
  readonly __typename?: 'UpdateObjectPayload';
  readonly epoch: Scalars['String']['output'];
  readonly object: WorldObject;
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly worldId: Scalars['ID']['output'];
};

export type UpdateWorldInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly expectedVersion?: InputMaybe<Scalars['Version']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<WorldStatus>;
};

export type UpdateWorldPayload = Change & {
  readonly __typename?: 'UpdateWorldPayload';
  readonly epoch: Scalars['String']['output'];
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Version']['output'];
  readonly world: World;
  readonly worldId: Scalars['ID']['output'];
};

export type World = Node & {
  readonly __typename?: 'World';
  readonly characters: CharacterConnection;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly flag?: Maybe<WorldFlag>;
  readonly flags: ReadonlyArray<WorldFlag>;
  readonly id: Scalars['ID']['output'];
  readonly locations: LocationConnection;
  readonly name: Scalars['String']['output'];
  readonly objects: WorldObjectConnection;
  readonly recordVersion: Scalars['Version']['output'];
  readonly state: WorldState;
  readonly status: WorldStatus;
  readonly timeline: TimelineEventConnection;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['Version']['output'];
};


export type WorldCharactersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CharacterFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type WorldFlagArgs = {
  key: Scalars['String']['input'];
};


export type WorldLocationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type WorldObjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type WorldTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

export type WorldConnection = {
  readonly __typename?: 'WorldConnection';
  readonly edges: ReadonlyArray<WorldEdge>;
  readonly nodes: ReadonlyArray<World>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type WorldEdge = {
  readonly __typename?: 'WorldEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: World;
};

export type WorldFlag = Node & {
  readonly __typename?: 'WorldFlag';
  readonly id: Scalars['ID']['output'];
  readonly key: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly value: Scalars['JSON']['output'];
  readonly version: Scalars['Version']['output'];
};

export type WorldObject = Entity & Node & {
  readonly __typename?: 'WorldObject';
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly holder?: Maybe<Entity>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly timeline: TimelineEventConnection;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['Version']['output'];
  readonly world: World;
};


export type WorldObjectTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<TimelineOrder>;
};

export type WorldObjectConnection = {
  readonly __typename?: 'WorldObjectConnection';
  readonly edges: ReadonlyArray<WorldObjectEdge>;
  readonly nodes: ReadonlyArray<WorldObject>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type WorldObjectEdge = {
  readonly __typename?: 'WorldObjectEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: WorldObject;
};

export type WorldState = {
  readonly __typename?: 'WorldState';
  readonly characterCount: Scalars['Int']['output'];
  readonly eventCount: Scalars['Int']['output'];
  readonly flags: ReadonlyArray<WorldFlag>;
  readonly latestEvent?: Maybe<TimelineEvent>;
  readonly locationCount: Scalars['Int']['output'];
  readonly objectCount: Scalars['Int']['output'];
  readonly version: Scalars['Version']['output'];
};

export type WorldStatus =
  | 'ACTIVE'
  | 'ARCHIVED'
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
    | ( Omit<AddTimelineEventsPayload, 'events'> & { events: ReadonlyArray<_RefType['TimelineEvent']> } )
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
    | ( CharacterSource )
    | ( LocationSource )
    | ( WorldObjectSource )
  ;
  Node:
    | ( CharacterSource )
    | ( LocationSource )
    | ( TimelineEventSource )
    | ( WorldSource )
    | ( WorldFlagSource )
    | ( WorldObjectSource )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ActivateWorldInput: ActivateWorldInput;
  ActivateWorldPayload: ResolverTypeWrapper<Omit<ActivateWorldPayload, 'world'> & { world: ResolversTypes['World'] }>;
  AddTimelineEventInput: AddTimelineEventInput;
  AddTimelineEventPayload: ResolverTypeWrapper<Omit<AddTimelineEventPayload, 'event'> & { event: ResolversTypes['TimelineEvent'] }>;
  AddTimelineEventsInput: AddTimelineEventsInput;
  AddTimelineEventsPayload: ResolverTypeWrapper<Omit<AddTimelineEventsPayload, 'events'> & { events: ReadonlyArray<ResolversTypes['TimelineEvent']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CacheCounter: ResolverTypeWrapper<CacheCounter>;
  CacheProvider: CacheProvider;
  CacheStatus: ResolverTypeWrapper<CacheStatusSource>;
  CacheTier: CacheTier;
  CacheTierStatus: ResolverTypeWrapper<CacheTierStatus>;
  Change: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Change']>;
  ChangeKind: ChangeKind;
  ChangedEntity: ResolverTypeWrapper<ChangedEntity>;
  Character: ResolverTypeWrapper<CharacterSource>;
  CharacterConnection: ResolverTypeWrapper<ConnectionSource>;
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
  Entity: ResolverTypeWrapper<EntitySource>;
  EntityType: EntityType;
  Exit: ResolverTypeWrapper<Omit<Exit, 'to'> & { to: ResolversTypes['Location'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidationNotice: ResolverTypeWrapper<InvalidationNoticeSource>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Location: ResolverTypeWrapper<LocationSource>;
  LocationConnection: ResolverTypeWrapper<ConnectionSource>;
  LocationEdge: ResolverTypeWrapper<Omit<LocationEdge, 'node'> & { node: ResolversTypes['Location'] }>;
  MoveCharacterInput: MoveCharacterInput;
  MoveCharacterPayload: ResolverTypeWrapper<Omit<MoveCharacterPayload, 'character'> & { character: ResolversTypes['Character'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<EntitySource>;
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
  TagChange: ResolverTypeWrapper<TagChangeSource>;
  TimelineEvent: ResolverTypeWrapper<TimelineEventSource>;
  TimelineEventConnection: ResolverTypeWrapper<ConnectionSource>;
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
  World: ResolverTypeWrapper<WorldSource>;
  WorldConnection: ResolverTypeWrapper<ConnectionSource>;
  WorldEdge: ResolverTypeWrapper<Omit<WorldEdge, 'node'> & { node: ResolversTypes['World'] }>;
  WorldFlag: ResolverTypeWrapper<WorldFlagSource>;
  WorldObject: ResolverTypeWrapper<WorldObjectSource>;
  WorldObjectConnection: ResolverTypeWrapper<ConnectionSource>;
  WorldObjectEdge: ResolverTypeWrapper<Omit<WorldObjectEdge, 'node'> & { node: ResolversTypes['WorldObject'] }>;
  WorldState: ResolverTypeWrapper<WorldStateSource>;
  WorldStatus: WorldStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ActivateWorldInput: ActivateWorldInput;
  ActivateWorldPayload: Omit<ActivateWorldPayload, 'world'> & { world: ResolversParentTypes['World'] };
  AddTimelineEventInput: AddTimelineEventInput;
  AddTimelineEventPayload: Omit<AddTimelineEventPayload, 'event'> & { event: ResolversParentTypes['TimelineEvent'] };
  AddTimelineEventsInput: AddTimelineEventsInput;
  AddTimelineEventsPayload: Omit<AddTimelineEventsPayload, 'events'> & { events: ReadonlyArray<ResolversParentTypes['TimelineEvent']> };
  Boolean: Scalars['Boolean']['output'];
  CacheCounter: CacheCounter;
  CacheStatus: CacheStatusSource;
  CacheTierStatus: CacheTierStatus;
  Change: ResolversInterfaceTypes<ResolversParentTypes>['Change'];
  ChangedEntity: ChangedEntity;
  Character: CharacterSource;
  CharacterConnection: ConnectionSource;
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
  Entity: EntitySource;
  Exit: Omit<Exit, 'to'> & { to: ResolversParentTypes['Location'] };
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  InvalidationNotice: InvalidationNoticeSource;
  JSON: Scalars['JSON']['output'];
  Location: LocationSource;
  LocationConnection: ConnectionSource;
  LocationEdge: Omit<LocationEdge, 'node'> & { node: ResolversParentTypes['Location'] };
  MoveCharacterInput: MoveCharacterInput;
  MoveCharacterPayload: Omit<MoveCharacterPayload, 'character'> & { character: ResolversParentTypes['Character'] };
  Mutation: Record<PropertyKey, never>;
  Node: EntitySource;
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
  TagChange: TagChangeSource;
  TimelineEvent: TimelineEventSource;
  TimelineEventConnection: ConnectionSource;
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
  World: WorldSource;
  WorldConnection: ConnectionSource;
  WorldEdge: Omit<WorldEdge, 'node'> & { node: ResolversParentTypes['World'] };
  WorldFlag: WorldFlagSource;
  WorldObject: WorldObjectSource;
  WorldObjectConnection: ConnectionSource;
  WorldObjectEdge: Omit<WorldObjectEdge, 'node'> & { node: ResolversParentTypes['WorldObject'] };
  WorldState: WorldStateSource;
};

export type ActivateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivateWorldPayload'] = ResolversParentTypes['ActivateWorldPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddTimelineEventPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTimelineEventPayload'] = ResolversParentTypes['AddTimelineEventPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['TimelineEvent'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddTimelineEventsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTimelineEventsPayload'] = ResolversParentTypes['AddTimelineEventsPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['TimelineEvent']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  tiers?: Resolver<ReadonlyArray<ResolversTypes['CacheTierStatus']>, ParentType, ContextType>;
  trusted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CacheTierStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheTierStatus'] = ResolversParentTypes['CacheTierStatus']> = {
  bytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  counters?: Resolver<ReadonlyArray<ResolversTypes['CacheCounter']>, ParentType, ContextType>;
  entries?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['CacheTier'], ParentType, ContextType>;
};

export type ChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  __resolveType: TypeResolveFn<'ActivateWorldPayload' | 'AddTimelineEventPayload' | 'AddTimelineEventsPayload' | 'ConnectLocationsPayload' | 'CreateCharacterPayload' | 'CreateLocationPayload' | 'CreateObjectPayload' | 'CreateWorldPayload' | 'DeleteCharacterPayload' | 'DeleteLocationPayload' | 'DeleteObjectPayload' | 'DeleteWorldPayload' | 'DisconnectLocationsPayload' | 'MoveCharacterPayload' | 'RemoveWorldFlagPayload' | 'SetWorldFlagPayload' | 'TransferObjectPayload' | 'UpdateCharacterPayload' | 'UpdateLocationPayload' | 'UpdateObjectPayload' | 'UpdateWorldPayload', ParentType, ContextType>;
};

export type ChangedEntityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedEntity'] = ResolversParentTypes['ChangedEntity']> = {
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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
  traits?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CharacterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CharacterConnection'] = ResolversParentTypes['CharacterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CharacterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Character']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CharacterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CharacterEdge'] = ResolversParentTypes['CharacterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
};

export type ConnectLocationsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectLocationsPayload'] = ResolversParentTypes['ConnectLocationsPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateLocationPayload'] = ResolversParentTypes['CreateLocationPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateObjectPayload'] = ResolversParentTypes['CreateObjectPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateWorldPayload'] = ResolversParentTypes['CreateWorldPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteLocationPayload'] = ResolversParentTypes['DeleteLocationPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteObjectPayload'] = ResolversParentTypes['DeleteObjectPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteWorldPayload'] = ResolversParentTypes['DeleteWorldPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DisconnectLocationsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisconnectLocationsPayload'] = ResolversParentTypes['DisconnectLocationsPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  changeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['TagChange']>, ParentType, ContextType>;
  entities?: Resolver<ReadonlyArray<ResolversTypes['ChangedEntity']>, ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  idempotencyKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resume?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  resync?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  exits?: Resolver<ReadonlyArray<ResolversTypes['Exit']>, ParentType, ContextType>;
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
  edges?: Resolver<ReadonlyArray<ResolversTypes['LocationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Location']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LocationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LocationEdge'] = ResolversParentTypes['LocationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
};

export type MoveCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoveCharacterPayload'] = ResolversParentTypes['MoveCharacterPayload']> = {
  character?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  object?: Resolver<Maybe<ResolversTypes['WorldObject']>, ParentType, ContextType, RequireFields<QueryObjectArgs, 'id'>>;
  world?: Resolver<Maybe<ResolversTypes['World']>, ParentType, ContextType, RequireFields<QueryWorldArgs, 'id'>>;
  worlds?: Resolver<ResolversTypes['WorldConnection'], ParentType, ContextType, RequireFields<QueryWorldsArgs, 'first'>>;
};

export type RemoveWorldFlagPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveWorldFlagPayload'] = ResolversParentTypes['RemoveWorldFlagPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetWorldFlagPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetWorldFlagPayload'] = ResolversParentTypes['SetWorldFlagPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  flag?: Resolver<ResolversTypes['WorldFlag'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  invalidations?: SubscriptionResolver<ResolversTypes['InvalidationNotice'], "invalidations", ParentType, ContextType, RequireFields<SubscriptionInvalidationsArgs, 'scopes'>>;
  timelineEvents?: SubscriptionResolver<ResolversTypes['TimelineEvent'], "timelineEvents", ParentType, ContextType, RequireFields<SubscriptionTimelineEventsArgs, 'worldId'>>;
};

export type TagChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TagChange'] = ResolversParentTypes['TagChange']> = {
  entered?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  filter?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  left?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  moved?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  tag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  typename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TimelineEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEvent'] = ResolversParentTypes['TimelineEvent']> = {
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  involves?: Resolver<ReadonlyArray<ResolversTypes['Entity']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  moment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  resume?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  world?: Resolver<ResolversTypes['World'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TimelineEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEventConnection'] = ResolversParentTypes['TimelineEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TimelineEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TimelineEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TimelineEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEventEdge'] = ResolversParentTypes['TimelineEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TimelineEvent'], ParentType, ContextType>;
};

export type TransferObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransferObjectPayload'] = ResolversParentTypes['TransferObjectPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateCharacterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateCharacterPayload'] = ResolversParentTypes['UpdateCharacterPayload']> = {
  character?: Resolver<ResolversTypes['Character'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateLocationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateLocationPayload'] = ResolversParentTypes['UpdateLocationPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['Location'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateObjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateObjectPayload'] = ResolversParentTypes['UpdateObjectPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Version'], ParentType, ContextType>;
  worldId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateWorldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWorldPayload'] = ResolversParentTypes['UpdateWorldPayload']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
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
  flags?: Resolver<ReadonlyArray<ResolversTypes['WorldFlag']>, ParentType, ContextType>;
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
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorldEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['World']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorldObjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WorldObject']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WorldObjectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldObjectEdge'] = ResolversParentTypes['WorldObjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WorldObject'], ParentType, ContextType>;
};

export type WorldStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorldState'] = ResolversParentTypes['WorldState']> = {
  characterCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  eventCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  flags?: Resolver<ReadonlyArray<ResolversTypes['WorldFlag']>, ParentType, ContextType>;
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
  TagChange?: TagChangeResolvers<ContextType>;
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

