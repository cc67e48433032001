/**
 * Whose versions these are. A version says nothing of another store, nor of what a store was before it was restored from
 * a backup: so all that is cached, heard of or being loaded belongs to one era, and nothing of it goes over into the next
 * (protocol lines 16 and 17).
 */
export interface Epoch {
  /** The store's, as this gateway last heard of it. */
  current(): string;
  /** Tells one time from another: it rises when the store has another epoch, and when it turns out to be restored. */
  era(): number;
  /** The store was restored and still has its epoch, so no version in any tier can be told from one that was lost. */
  restored(): boolean;
  /**
   * The store has named its epoch in answer to what was asked in that era; another one begins a new era. False: the
   * answer is from before the era that it is now, and says nothing.
   */
  heard(epoch: string, askedAt: number): boolean;
  /** It was proven that the store has less than it had under this epoch. A new era, until it has another epoch. */
  distrust(): void;
  /** Called, in the order of the calls, as each era begins. */
  listen(listener: (event: EpochEvent) => void): void;
}

export interface EpochEvent {
  /** restored: the store was, and still has its epoch. renewed: it has another one. */
  readonly kind: "restored" | "renewed";
  readonly epoch: string;
  /** What was before this era: the epoch, and whether it was known that the store was restored. */
  readonly before: { readonly epoch: string; readonly restored: boolean };
}

/** What to do about a store that was restored. */
export const RESTORED_ADVICE =
  "the store was restored from a backup under its old epoch, so no cache is trusted: run npm run world -- renew-epoch";

export function createEpoch(initial: string): Epoch {
  const listeners: ((event: EpochEvent) => void)[] = [];
  let current = initial;
  let era = 0;
  let restored = false;

  function begin(kind: EpochEvent["kind"], epoch: string): void {
    const before = { epoch: current, restored };
    era++;
    current = epoch;
    restored = kind === "restored";
    for (const listener of listeners) listener({ kind, epoch, before });
  }

  return {
    current: () => current,
    era: () => era,
    restored: () => restored,
    heard: (epoch, askedAt) => {
      if (epoch === current) return true;
      // An answer that was long on its way may name the epoch before.
      if (askedAt !== era) return false;
      begin("renewed", epoch);
      return true;
    },
    distrust: () => {
      if (!restored) begin("restored", current);
    },
    listen: (listener) => void listeners.push(listener),
  };
}
