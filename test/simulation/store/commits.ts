import { assertSame, type ModelData } from "./model-data.ts";
import { draftOf, type Incarnation, type ScopeRow, type Write } from "./rows.ts";

/** What a transaction makes of a scope. */
export interface Edit {
  readonly after: ScopeRow;
  /** What its rows are made of: these, and what was written. */
  readonly under: Incarnation | null;
  readonly writes: readonly Write[];
}

type Edits = ReadonlyMap<string, Edit>;

/** How a commit becomes visible where it isn't at once. */
export interface Apart {
  /** Awaited after each part of it. */
  readonly turn: () => Promise<void> | undefined;
  /** A whole number below this one: which piece comes next, and how many come together with it. */
  readonly pick: (below: number) => number;
}

/**
 * Commits what a transaction made of scopes that it has locked: at once, or `apart`, in parts.
 * `generation`: that of the data when the transaction began; throws UNAVAILABLE if it is another one now.
 */
export async function commit(
  data: ModelData,
  edits: Edits,
  generation: number,
  apart: Apart | undefined,
): Promise<void> {
  assertSame(data, generation);
  if (!apart) return finish();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  for (const [scope, { after }] of edits) data.settling.set(scope, { after, shown: false, over });
  const pieces = shuffled(edits, apart.pick);
  while (pieces.length > 0 && data.generation === generation) {
    const part = pieces.splice(0, 1 + apart.pick(pieces.length));
    for (const [scope, those] of Map.groupBy(part, (piece) => piece.scope)) show(data, edits, scope, those);
    await apart.turn();
  }
  if (data.generation === generation) {
    finish();
    for (const scope of edits.keys()) data.settling.delete(scope);
  }
  resolve();

  function finish(): void {
    for (const [scope, { after }] of edits) data.scopes.set(scope, after);
  }
}

/** A scope's own row, or one of those that hang on it. */
interface Piece {
  readonly scope: string;
  readonly write: Write | "head";
}

/** Versions first: whoever sees a row of a commit is told so by the version after it, as the port promises. */
function shuffled(edits: Edits, pick: Apart["pick"]): Piece[] {
  const heads = [...edits.keys()].map((scope): Piece => ({ scope, write: "head" }));
  const rows = [...edits].flatMap(([scope, { writes }]) => writes.map((write): Piece => ({ scope, write })));
  return [...heads, ...Array.from({ length: rows.length }, () => rows.splice(pick(rows.length), 1)[0]!)];
}

function show({ scopes, settling }: ModelData, edits: Edits, scope: string, pieces: readonly Piece[]): void {
  const { after, under } = edits.get(scope)!;
  let row = scopes.get(scope);
  if (pieces.some(({ write }) => write === "head")) {
    settling.get(scope)!.shown = true;
    // What hangs on it is as it was.
    const same = row?.incarnation?.id === after.incarnation?.id;
    row = { ...after, incarnation: same ? (row?.incarnation ?? null) : after.incarnation && under };
    scopes.set(scope, row);
  }
  // What hangs on an incarnation that isn't the scope's yet nobody reads.
  if (!row?.incarnation || row.incarnation.id !== after.incarnation?.id) return;
  const draft = draftOf(row.incarnation);
  for (const { write } of pieces) if (write !== "head") draft.write(write);
  scopes.set(scope, { ...row, incarnation: draft.done() });
}
