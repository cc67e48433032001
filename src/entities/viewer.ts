/** Who asks. */
export interface Viewer {
  /** What their token calls them; null: nobody is signed in. */
  readonly account: string | null;
  /** `CREATOR`, or bound to one world `CREATOR@<world's local id>`. */
  readonly roles: ReadonlySet<string>;
  /** The id of their player in a world, by its local id; null: they have none there. */
  playerOf(world: string): string | null | Promise<string | null>;
}

/**
 * Tells whether a viewer may read a field of an entity. It is asked of the entity as everybody reads it and, for a
 * sensitive field, again of the one whose value would be shown, so what it looks at shouldn't be sensitive itself.
 */
export type Readers = (
  viewer: Viewer,
  entity: { readonly id: string; readonly [field: string]: unknown },
) => boolean | Promise<boolean>;
