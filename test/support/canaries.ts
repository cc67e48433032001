import type { EntityDefinition } from "../../src/entities/define.ts";
import type { Field } from "../../src/entities/fields.ts";
import type { Registry } from "../../src/entities/registry.ts";

/** A value that stands in one sensitive field and may be found nowhere else. */
export interface Canary {
  readonly definition: EntityDefinition;
  readonly field: string;
  readonly value: unknown;
  /** How any text that holds the value shows it. */
  readonly mark: string;
}

/** One for each sensitive field of all types; others for each `round`, a digit. Throws where none fits. */
export function canariesFor({ definitions }: Registry, round: number): Canary[] {
  return definitions
    .flatMap((definition) => definition.sensitive.map((field) => ({ definition, field })))
    .map(({ definition, field }, index) => {
      const mark = `73${round}4190${String(index).padStart(3, "0")}`;
      const value = fitting(definition.fields[field]!, [mark, Number(mark)]);
      if (value === undefined) throw new Error(`no canary fits ${definition.name}.${field}: say one here`);
      return { definition, field, value, mark };
    });
}

/** What a field that has to be given one holds; `open` where it takes text. */
export function openValues({ fields }: EntityDefinition, open: string): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, field]) => field.default === undefined && !field.now);
  return Object.fromEntries(given.map(([name, field]) => [name, fitting(field, [open, 7])]));
}

function fitting({ schema }: Field, values: readonly unknown[]): unknown {
  const candidates = values.flatMap((value) => [value, [value], { value }]);
  return candidates.find((candidate) => schema.safeParse(candidate).success);
}
