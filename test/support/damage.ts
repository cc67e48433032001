import { DatabaseSync } from "node:sqlite";
import neo4j from "neo4j-driver";
import { partsOf, scopeOf } from "../../src/entities/ids.ts";
import type { Registry } from "../../src/entities/registry.ts";
import type { Neo4jAccess } from "./shared-neo4j.ts";

/** Breaks what a store keeps, as a disk or a hand might, behind the store's back. */
export interface Damage {
  /** Nothing of the entity can be read any more, but its id. */
  garble(id: string): Promise<void>;
  /** One of its fields is gone. */
  lose(id: string, field: string): Promise<void>;
  garbleState(scope: string): Promise<void>;
  garbleLog(scope: string, version: number): Promise<void>;
  /** All answers that a scope keeps for retries. */
  garbleAnswers(scope: string): Promise<void>;
}

export function damageFile(path: string, registry: Registry): Damage {
  const run = async (sql: string, ...values: (string | number)[]) => {
    const db = new DatabaseSync(path, { timeout: 5_000 });
    try {
      if (Number(db.prepare(sql).run(...values).changes) === 0)
        throw new Error(`nothing there to break: ${sql}`);
    } finally {
      db.close();
    }
  };
  const row =
    "WHERE type = ? AND id = ? AND incarnation = (SELECT incarnation FROM scope WHERE scope.id = ?)";
  const at = (id: string) => [registry.ofId(id)!.name, partsOf(id).local, scopeOf(id)];
  return {
    garble: (id) => run(`UPDATE entity SET data = '{"name": "half a n' ${row}`, ...at(id)),
    lose: (id, field) => run(`UPDATE entity SET data = json_remove(data, '$.${field}') ${row}`, ...at(id)),
    garbleState: (scope) => run("UPDATE scope SET state = 'not JSON' WHERE id = ?", scope),
    garbleLog: (scope, version) =>
      run("UPDATE log SET entry = '[]' WHERE scope = ? AND version = ?", scope, version),
    garbleAnswers: async (scope) => {
      await run("UPDATE log SET answer = '{' WHERE scope = ? AND answer IS NOT NULL", scope);
    },
  };
}

export function damageNeo4j({ uri, user, password }: Neo4jAccess, registry: Registry): Damage {
  const run = async (query: string, parameters: Record<string, unknown>) => {
    const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
    try {
      const { summary } = await driver.executeQuery(query, parameters);
      if (!summary.counters.containsUpdates()) throw new Error(`nothing there to break: ${query}`);
    } finally {
      await driver.close();
    }
  };
  const node =
    "MATCH (i:LwIncarnation {status: 'current', scope: $scope}) MATCH (e:LwEntity {_key: i.id + '/' + $type + '/' + $local})";
  const at = (id: string) => ({
    scope: scopeOf(id),
    type: registry.ofId(id)!.name,
    local: partsOf(id).local,
  });
  return {
    garble: (id) => run(`${node} SET e = {_key: e._key, _json: 'name'}`, at(id)),
    lose: (id, field) => run(`${node} REMOVE e.\`${field}\``, at(id)),
    garbleState: (scope) => run("MATCH (s:LwScope {id: $scope}) SET s.head = 'not JSON'", { scope }),
    garbleLog: (scope, version) =>
      run("MATCH (c:LwChange {scope: $scope, version: $version}) SET c.entry = '[]'", {
        scope,
        version: neo4j.int(version),
      }),
    garbleAnswers: (scope) =>
      run("MATCH (c:LwChange {scope: $scope}) WHERE c.answer IS NOT NULL SET c.answer = '{'", { scope }),
  };
}
