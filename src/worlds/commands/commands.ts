import { WORLDS } from "../../entities/ids.ts";
import { character } from "../definitions/character.ts";
import { worldObject } from "../definitions/world-object.ts";
import { checkId, type Input } from "../input.ts";
import type { Writer, Written } from "../writer.ts";
import { createEventCommands, type EventCommands } from "./events.ts";
import { createFlagCommands, type FlagCommands } from "./flags.ts";
import { createLocationCommands, type LocationCommands } from "./locations.ts";
import { createMemberCommands, type MemberCommands, needWorld } from "./members.ts";
import { createWorldCommands, type WorldCommands } from "./worlds.ts";

/** All that changes worlds. Inputs are as the schema has them; all are checked before anything is touched. */
export interface Commands {
  readonly worlds: WorldCommands;
  readonly members: MemberCommands;
  readonly flags: FlagCommands;
  readonly locations: LocationCommands;
  readonly events: EventCommands;
  /** A character's inventory drops to where it stands. */
  removeCharacter(input: Input): Promise<Written<string>>;
  /** Empties the caches of a scope, on every gateway. `type`: of one entity type only. */
  purge(scope: string, type: string | null): Promise<Written<void>>;
}

export function createCommands(writer: Writer): Commands {
  const members = createMemberCommands(writer);
  return {
    worlds: createWorldCommands(writer),
    members,
    flags: createFlagCommands(writer),
    locations: createLocationCommands(writer, members),
    events: createEventCommands(writer),

    removeCharacter: (input) =>
      members.remove(character, input, {}, async (draft, doomed) => {
        for await (const id of draft.list("Character.inventory", doomed.id)) {
          const object = (await draft.taken(id)) && (await draft.get(worldObject, id));
          if (object) await draft.update(worldObject, object, { holder: doomed.location });
        }
      }),

    purge: (scope, type) => {
      if (scope !== WORLDS) checkId(writer.registry, scope, ["World"], "input.scope");
      return writer.change({ name: "purgeCache", scopes: [scope], input: {}, checked: {} }, async (draft) => {
        if (scope !== WORLDS) needWorld(draft, scope, "input.scope");
        draft.purge(scope, type);
      });
    },
  };
}
