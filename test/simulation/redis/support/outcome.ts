/** What came of a step. */
export interface Outcome {
  /** Numbers as texts, and an error as its message. */
  readonly answer: unknown;
  /** In the order of their keys. */
  readonly items: readonly OutcomeItem[];
}

export interface OutcomeItem {
  readonly key: string;
  readonly type: string;
  /** Of a text, or of a sorted set its members by rank, each with its score. */
  readonly value: string;
  /** How long it has left, in units that have begun; null: it stays. */
  readonly units: number | null;
}

export function inOrder(items: readonly OutcomeItem[]): readonly OutcomeItem[] {
  return items.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}
