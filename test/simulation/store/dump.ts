import type { Entity } from "../../../src/entities/define.ts";
import { worldScope } from "../../../src/entities/ids.ts";
import { compareText } from "../../../src/entities/text-order.ts";
import { dumpOrder } from "../../../src/store/dump-order.ts";
import { withoutSensitive } from "../../../src/store/sensitive.ts";
import type { DumpOptions } from "../../../src/store/store.ts";
import { readableOnes } from "../../../src/store/unreadable.ts";
import { entitiesOf } from "./queries.ts";
import { type Session, whole } from "./session.ts";

const BATCH = 500;

/** All entities of a world: since rows never change, its reader has those of the moment when it began. */
export async function* dump(
  session: Session,
  world: string,
  { onUnreadable }: DumpOptions = {},
): AsyncGenerator<readonly Entity[]> {
  const { data, registry, pause } = session;
  await pause("read");
  const scope = worldScope(world);
  const incarnation = await whole(session, [scope], () => data.scopes.get(scope)?.incarnation);
  if (!incarnation) return;
  for (const definition of registry.definitions) {
    const rows = entitiesOf(registry, definition, world, incarnation);
    const found = readableOnes(rows, onUnreadable).map((entity) => withoutSensitive(registry, entity));
    found.sort((a, b) => compareText(dumpOrder(registry, definition, a), dumpOrder(registry, definition, b)));
    for (let start = 0; start < found.length; start += BATCH) {
      yield found.slice(start, start + BATCH);
      await pause("rows");
    }
  }
}
