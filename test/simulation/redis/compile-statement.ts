import type {
  AssignmentStatement,
  Expression,
  ForGenericStatement,
  ForNumericStatement,
  FunctionDeclaration,
  IfStatement,
  LocalStatement,
  Node,
  Statement,
} from "luaparse";
import { call, condition, expression, fieldName, givesMany, value, values } from "./compile-expression.ts";
import { pathOf, type Results, rootOf, type Scope, unsupported } from "./compile-scope.ts";

/** A function's body, or a script's. */
export function functionBody(body: readonly Statement[], scope: Scope): string {
  const code = statements(body, scope);
  const end = scope.results === "many" && !endsInReturn(body) ? "return [];" : "";
  return [scope.declareTemporaries(), code, end].filter(Boolean).join("\n");
}

/** The statements of a block, in a scope of their own. */
function block(body: readonly Statement[], around: Scope): string {
  return statements(body, around.inner());
}

function statements(body: readonly Statement[], scope: Scope): string {
  return body.map((one) => statement(one, scope)).join("\n");
}

function statement(node: Statement, scope: Scope): string {
  switch (node.type) {
    case "LocalStatement":
      return locals(node, scope);
    case "AssignmentStatement":
      return assignment(node, scope);
    case "CallStatement":
      if (node.expression.type !== "CallExpression") unsupported(node, node.expression.type);
      return `${call(node.expression, scope).js};`;
    case "ReturnStatement":
      return returned(node.arguments, scope);
    case "IfStatement":
      return branches(node, scope);
    case "ForNumericStatement":
      return countingLoop(node, scope);
    case "ForGenericStatement":
      return tableLoop(node, scope);
    case "FunctionDeclaration":
      return declaration(node, scope);
  }
  return unsupported(node, node.type);
}

/** The values are computed before their names are known. */
function locals(node: LocalStatement, scope: Scope): string {
  const { variables, init } = node;
  const declare = () => variables.map(({ name }) => scope.declare(name).js);
  const [first] = init;
  if (first && init.length === 1 && variables.length > 1 && givesMany(first, scope)) {
    // The parser doesn't tell of parentheses, which would leave one value.
    if (!endsTogether(node, first)) unsupported(node, "a call in parentheses");
    const { js } = call(first, scope);
    return `let [${declare().join(", ")}] = ${js};`;
  }
  const given = valuesFor(node, scope);
  return `let ${declare()
    .map((name, place) => `${name} = ${given[place]}`)
    .join(", ")};`;
}

/** One for each variable. */
function valuesFor(node: LocalStatement | AssignmentStatement, scope: Scope): string[] {
  const { variables, init } = node;
  if (init.length > variables.length) unsupported(node, "more values than variables");
  if (init.length < variables.length && init.length > 0) values(init, scope);
  return variables.map((_, place) => (place < init.length ? value(init[place]!, scope) : "undefined"));
}

function assignment(node: AssignmentStatement, scope: Scope): string {
  const { variables } = node;
  const [first] = variables;
  if (variables.length === 1) return `${target(first!, scope)(valuesFor(node, scope)[0]!)};`;
  // All is computed before anything is changed.
  const before: string[] = [];
  const keep = (js: string): string => {
    const name = scope.temporary();
    before.push(`${name} = ${js};`);
    return name;
  };
  const targets = variables.map((variable) => target(variable, scope, keep));
  const given = valuesFor(node, scope).map(keep);
  return [...before, ...targets.map((to, place) => `${to(given[place]!)};`)].join(" ");
}

/** Where a value goes; `keep` has what it takes to find the place computed first. */
function target(
  node: AssignmentStatement["variables"][number],
  scope: Scope,
  keep: (js: string) => string = (js) => js,
): (js: string) => string {
  if (node.type === "Identifier") {
    const local = scope.find(node.name);
    if (!local || local.results) unsupported(node, `an assignment to ${node.name}`);
    return (js) => `${local.js} = ${js}`;
  }
  const table = keep(value(node.base, scope));
  if (node.type === "MemberExpression") {
    const name = fieldName(node.identifier);
    return (js) => `tableIn(${table}).named().${name} = ${js}`;
  }
  const key = keep(value(node.index, scope));
  return (js) => `tableIn(${table}).set(${key}, ${js})`;
}

function returned(given: readonly Expression[], scope: Scope): string {
  if (scope.results === "many") return `return [${values(given, scope)}];`;
  const [one, ...more] = given;
  if (more.length > 0 || (one && givesMany(one, scope))) unsupported(one!, "to return several values here");
  return `return ${one ? value(one, scope) : "undefined"};`;
}

function branches({ clauses }: IfStatement, scope: Scope): string {
  return clauses
    .map((clause) => {
      const body = `{\n${block(clause.body, scope)}\n}`;
      return clause.type === "ElseClause" ? body : `if (${condition(clause.condition, scope)}) ${body}`;
    })
    .join(" else ");
}

function countingLoop(node: ForNumericStatement, scope: Scope): string {
  if (node.step) unsupported(node, "a loop with a step");
  const bound = (limit: Expression, which: string) => {
    const { js, type } = expression(limit, scope);
    return type === "number" ? js : `loopBound(${js}, "${which}")`;
  };
  const inside = scope.inner();
  const [count, end] = [scope.temporary(), scope.temporary()];
  const from = bound(node.start, "initial");
  const to = bound(node.end, "limit");
  const { js } = inside.declare(node.variable.name);
  const body = block(node.body, inside);
  return `for (${count} = ${from}, ${end} = ${to}; ${count} <= ${end}; ${count}++) {\nlet ${js} = ${count};\n${body}\n}`;
}

/** By pairs or ipairs, as they stand there. */
function tableLoop(node: ForGenericStatement, scope: Scope): string {
  const [iterator, ...more] = node.iterators;
  if (iterator?.type !== "CallExpression" || more.length > 0)
    unsupported(node, "a loop with an iterator of its own");
  const path = pathOf(iterator.base);
  const [table, ...others] = iterator.arguments;
  if (
    (path !== "pairs" && path !== "ipairs") ||
    scope.find(rootOf(iterator.base)!.name) ||
    !table ||
    others.length > 0
  )
    unsupported(node, "a loop by other than pairs or ipairs");
  const over = value(table, scope);
  const inside = scope.inner();
  const names = node.variables.map(({ name }) => inside.declare(name).js);
  const [key, item = inside.declare("_").js, ...surplus] = names;
  if (surplus.length > 0) unsupported(node, "a loop with more than two variables");
  const body = block(node.body, inside);
  if (path === "pairs") return `for (let [${key}, ${item}] of pairs(${over})) {\n${body}\n}`;
  const [listed, place, next] = [scope.temporary(), scope.temporary(), scope.temporary()];
  const head = `${listed} = listOf(${over}), ${place} = 1; (${next} = ${listed}.get(${place})) !== undefined; ${place}++`;
  return `for (${head}) {\nlet ${key} = ${place}, ${item} = ${next};\n${body}\n}`;
}

function declaration(node: FunctionDeclaration, scope: Scope): string {
  const { identifier, parameters } = node;
  if (!node.isLocal || identifier?.type !== "Identifier") unsupported(node, "a function that isn't local");
  const results = resultsOf(node.body);
  const { js } = scope.declare(identifier.name, results);
  const inside = scope.body(results);
  const names = parameters.map((parameter) =>
    parameter.type === "Identifier"
      ? inside.declare(parameter.name).js
      : unsupported(node, "a function of any number of arguments"),
  );
  return `function ${js}(${names.join(", ")}) {\n${functionBody(node.body, inside)}\n}`;
}

/** One where each way through it ends with one value. */
function resultsOf(body: readonly Statement[]): Results {
  return endsInReturn(body) && returnsOf(body).every((given) => given.length === 1) ? "one" : "many";
}

function endsInReturn(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.type === "ReturnStatement") return true;
  if (last?.type !== "IfStatement" || last.clauses.at(-1)!.type !== "ElseClause") return false;
  return last.clauses.every((clause) => endsInReturn(clause.body));
}

/** The expressions of each return in a function, without those of functions within. */
function returnsOf(body: readonly Statement[]): (readonly Expression[])[] {
  return body.flatMap((node) => {
    switch (node.type) {
      case "ReturnStatement":
        return [node.arguments];
      case "IfStatement":
        return node.clauses.flatMap((clause) => returnsOf(clause.body));
      case "ForNumericStatement":
      case "ForGenericStatement":
        return returnsOf(node.body);
      default:
        return [];
    }
  });
}

function endsTogether(one: Node, other: Node): boolean {
  const [end, its] = [one.loc!.end, other.loc!.end];
  return end.line === its.line && end.column === its.column;
}
