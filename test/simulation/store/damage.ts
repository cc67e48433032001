import { partsOf, scopeOf } from "../../../src/entities/ids.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import type { Damage } from "../../support/damage.ts";
import type { ModelData } from "./model-data.ts";
import { draftOf, type EntityRow, type ScopeRow } from "./rows.ts";

/** Breaks what a model store holds, behind its back. */
export function damageModel(data: ModelData, registry: Registry): Damage {
  const change = (scope: string, work: (row: ScopeRow) => Partial<ScopeRow>) => {
    const row = data.scopes.get(scope);
    if (!row) throw new Error(`nothing there to break: ${scope}`);
    data.scopes.set(scope, { ...row, known: undefined, ...work(row) });
  };
  const changeEntity = (id: string, work: (data: EntityRow["data"]) => EntityRow["data"]) =>
    change(scopeOf(id), ({ incarnation }) => {
      const type = registry.ofId(id)!.name;
      const { local } = partsOf(id);
      const row = incarnation?.entities.get(type)?.get(local);
      if (!row) throw new Error(`nothing there to break: ${id}`);
      const draft = draftOf(incarnation!);
      draft.write({ type, local, row: { version: row.version, born: row.born, data: work(row.data) } });
      return { incarnation: draft.done() };
    });
  return {
    garble: async (id) => changeEntity(id, () => null),
    lose: async (id, field) =>
      changeEntity(id, (whole) =>
        Object.fromEntries(Object.entries(whole!).filter(([name]) => name !== field)),
      ),
    garbleState: async (scope) => change(scope, () => ({ state: null })),
    garbleLog: async (scope, version) =>
      change(scope, ({ log }) => ({
        log: log.map((one) => (one.number === version ? { ...one, entry: null } : one)),
      })),
    garbleAnswers: async (scope) =>
      change(scope, ({ log }) => ({ log: log.map((one) => ({ ...one, answer: one.answer && "{" })) })),
  };
}
