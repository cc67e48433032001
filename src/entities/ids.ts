/**
 * Ids read like cache keys: `world:odyssey`, `character:odyssey:odysseus`. The scope that an entity's
 * changes are numbered in is its world's id; the list of all worlds is a scope of its own.
 */
export interface Id {
  /** What comes before the first colon: the kind of thing. */
  readonly prefix: string;
  /** The world's local id. */
  readonly world: string;
  /** The entity's local id; a world's is the world's. */
  readonly local: string;
}

/** The scope of the list of all worlds. */
export const WORLDS = "worlds";

/** A local id: what stands between the colons. */
export const LOCAL_ID = /^[A-Za-z0-9_-]{1,64}$/;
export const LOCAL_ID_EXPECTED = "1 to 64 letters, digits, - or _";

const ID = /^(?:(world):([A-Za-z0-9_-]{1,64})|([a-z][a-z-]*):([A-Za-z0-9_-]{1,64}):([A-Za-z0-9_-]{1,64}))$/;

/** The parts of a well-formed id, or undefined. */
export function parseId(id: string): Id | undefined {
  const match = ID.exec(id);
  if (!match) return undefined;
  const [, root, rootLocal, prefix, world, local] = match;
  return root
    ? { prefix: root, world: rootLocal!, local: rootLocal! }
    : prefix === "world"
      ? undefined
      : { prefix: prefix!, world: world!, local: local! };
}

/** The parts of an id that this program made itself. */
export function partsOf(id: string): Id {
  const first = id.indexOf(":");
  const second = id.indexOf(":", first + 1);
  const prefix = id.slice(0, first);
  if (second < 0) {
    const world = id.slice(first + 1);
    return { prefix, world, local: world };
  }
  return { prefix, world: id.slice(first + 1, second), local: id.slice(second + 1) };
}

export function formatId(prefix: string, world: string, local: string): string {
  return prefix === "world" ? worldScope(local) : `${prefix}:${world}:${local}`;
}

/** The scope of a world, which is its id. */
export function worldScope(world: string): string {
  return `world:${world}`;
}

/** The scope that numbers the changes of the entity with this id; of the list of all worlds it is {@link WORLDS}. */
export function scopeOf(id: string): string {
  return id === WORLDS ? WORLDS : worldScope(partsOf(id).world);
}

/** Whether a client's text is a scope: a well-formed world's id, or {@link WORLDS}. */
export function isScope(text: string): boolean {
  return text === WORLDS || parseId(text)?.prefix === "world";
}
export const SCOPE_EXPECTED = `a world's id, or "${WORLDS}"`;

/** Between these are the scopes of the worlds that come after a local id. */
export function worldScopesAfter(local: string): { from: string; to: string } {
  return { from: worldScope(local), to: "world;" };
}
