import { isNumber, isObject } from "../entities/kinds.ts";
import type { ScopeState } from "./query.ts";
import { type Unreadable, unreadableState } from "./unreadable.ts";

/** A scope's state of what its row says. */
export function decodeState(
  scope: string,
  parts: Readonly<Record<string, unknown>> | undefined,
): ScopeState | Unreadable {
  const { version, counts, latest } = parts ?? {};
  const whole =
    isObject(counts) &&
    isObject(latest) &&
    Object.values(counts).every(isNumber) &&
    Object.values(latest).every(isPosition);
  return whole ? ({ version, counts, latest } as ScopeState) : unreadableState(scope);
}

function isPosition(value: unknown): boolean {
  return isObject(value) && typeof value.id === "string" && typeof value.sort === "string";
}
