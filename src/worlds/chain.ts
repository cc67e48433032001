import type { MaybePromise } from "../cache/tier.ts";

/**
 * `next` of the value, at once if it is there at once. It isn't called `then`, because a module that
 * exports such a function is taken for a promise by whoever imports it dynamically.
 */
export function chain<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values, at once if all of them are. */
export function all<T>(values: readonly MaybePromise<T>[]): MaybePromise<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
