import { defineEntity, type EntityOf } from "../../entities/define.ts";
import { localKey } from "../../entities/fields.ts";
import { json } from "../../entities/json-field.ts";

/** A named value of a world. A world's flags are read as one, so they are cached as one, until one of them is changed. */
export const worldFlag = defineEntity("WorldFlag", {
  prefix: "flag",
  plural: "flags",
  together: "flags",
  localField: "key",
  ttl: null,
  max: 1_000,
  fields: {
    key: localKey(),
    value: json({ maxBytes: 16 * 1024 }),
  },
});

export type WorldFlag = EntityOf<typeof worldFlag>;
