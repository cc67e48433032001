import type { LogEntry } from "../../store/log.ts";
import { encodeNotice } from "./codec.ts";
import type { ScriptArgs } from "./commands.ts";
import { channelOf, markKey, prefixOf, recentKey } from "./keys.ts";

/** A value that replaces another one; `px`: its time to live in milliseconds, 0: until it is changed. */
export interface Replacement {
  readonly key: string;
  readonly json: string;
  readonly px: number;
}

/**
 * What the script that applies an entry is given. `keys`: all that it drops or replaces; they come back in the
 * order in which the script answers for them.
 */
export function toApplyArgs(
  entry: LogEntry,
  keys: readonly string[],
  replaced: readonly Replacement[],
  { epoch, untimed }: { epoch: string; untimed: readonly string[] },
): { args: ScriptArgs; keys: readonly string[] } {
  const { scope, version, writer, flush, purged } = entry;
  const prefix = prefixOf(scope);
  const kept = new Set(replaced.map(({ key }) => key));
  const dropped = keys.filter((key) => !kept.has(key));
  const inOrder = [...dropped, ...kept];
  const ends = flush && !purged && entry.entities.some(({ id, kind }) => id === scope && kind === "DELETED");
  const names = [markKey(prefix), recentKey(prefix), channelOf(scope)];
  for (const key of inOrder) names.push(prefix + key);
  if (ends) for (const key of untimed) names.push(prefix + key);
  const notice = { version, writer };
  const args: ScriptArgs = [names.length, ...names];
  args.push(epoch, version, writer, flush ? 1 : 0, purged ?? "", ends ? 1 : 0);
  const { keys: changed, masks } = entry;
  args.push(encodeNotice(epoch, { ...notice, flush: false, keys: changed, masks }));
  args.push(encodeNotice(epoch, { ...notice, flush: true, keys: [] }));
  args.push(changed.length, dropped.length, replaced.length, ...changed);
  for (const { px, json } of replaced) args.push(px, json);
  return { args, keys: inOrder };
}
