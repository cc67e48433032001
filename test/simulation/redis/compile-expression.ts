import type {
  CallExpression,
  Expression,
  Identifier,
  LogicalExpression,
  TableConstructorExpression,
} from "luaparse";
import { compileCommand, compileFormat, isUnanswered, libraryFunction } from "./compile-library.ts";
import { pathOf, type Results, rootOf, type Scope, unsupported } from "./compile-scope.ts";

/** JavaScript that gives the value, and what is known of it before it runs. */
export interface Compiled {
  readonly js: string;
  readonly type?: "boolean" | "number" | "string";
}

const ARITHMETIC: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
};

/** The value of an expression; of several values that a call gives, the first. */
export function expression(node: Expression, scope: Scope): Compiled {
  switch (node.type) {
    case "NilLiteral":
      return { js: "undefined" };
    case "BooleanLiteral":
      return { js: String(node.value), type: "boolean" };
    case "NumericLiteral":
      return { js: String(node.value), type: "number" };
    case "StringLiteral":
      // Bytes, which aren't JavaScript's characters.
      if (/[^\0-\x7f]/.test(node.value)) unsupported(node, "a string of other than ASCII characters");
      return { js: JSON.stringify(node.value), type: "string" };
    case "Identifier":
      return { js: variable(node.name, scope) ?? unsupported(node, `the name ${node.name} as a value`) };
    case "MemberExpression":
      if (node.indexer !== ".") unsupported(node, "a method");
      return { js: `tableIn(${value(node.base, scope)}).fields.${fieldName(node.identifier)}` };
    case "IndexExpression":
      return { js: `tableIn(${value(node.base, scope)}).get(${value(node.index, scope)})` };
    case "CallExpression": {
      if (isUnanswered(node)) unsupported(node, "what this command answers");
      const called = call(node, scope);
      return called.results === "many" ? { js: `${called.js}[0]` } : called;
    }
    case "TableConstructorExpression":
      return { js: table(node, scope) };
    case "UnaryExpression":
      if (node.operator === "not") return { js: `!${condition(node.argument, scope)}`, type: "boolean" };
      if (node.operator === "-") return { js: `negate(${value(node.argument, scope)})`, type: "number" };
      if (node.operator === "#") return { js: `length(${value(node.argument, scope)})`, type: "number" };
      return unsupported(node, `the operator ${node.operator}`);
    case "BinaryExpression": {
      const [left, right] = [value(node.left, scope), value(node.right, scope)];
      const arithmetic = ARITHMETIC[node.operator];
      if (arithmetic) return { js: `${arithmetic}(${left}, ${right})`, type: "number" };
      switch (node.operator) {
        case "..":
          return { js: `concat(${left}, ${right})`, type: "string" };
        case "==":
          return { js: `(${left} === ${right})`, type: "boolean" };
        case "~=":
          return { js: `(${left} !== ${right})`, type: "boolean" };
        case "<":
          return { js: `less(${left}, ${right})`, type: "boolean" };
        case "<=":
          return { js: `atMost(${left}, ${right})`, type: "boolean" };
        case ">":
          return { js: `more(${left}, ${right})`, type: "boolean" };
        case ">=":
          return { js: `atLeast(${left}, ${right})`, type: "boolean" };
      }
      return unsupported(node, `the operator ${node.operator}`);
    }
    case "LogicalExpression":
      return logical(node, scope);
  }
  return unsupported(node, node.type);
}

/** JavaScript alone. */
export function value(node: Expression, scope: Scope): string {
  return expression(node, scope).js;
}

/** JavaScript that is true where Lua takes the value for true, as which it takes 0 and "". */
export function condition(node: Expression, scope: Scope): string {
  if (node.type === "LogicalExpression") {
    const operator = node.operator === "and" ? "&&" : "||";
    return `(${condition(node.left, scope)} ${operator} ${condition(node.right, scope)})`;
  }
  const { js, type } = expression(node, scope);
  return type === "boolean" ? js : `truthy(${js})`;
}

/** Values in their order, comma-separated. All values of a call are supported where variables alone take them. */
export function values(nodes: readonly Expression[], scope: Scope): string {
  return eachOf(nodes, scope).join(", ");
}

function eachOf(nodes: readonly Expression[], scope: Scope): string[] {
  const last = nodes.at(-1);
  if (last && givesMany(last, scope)) unsupported(last, "to take all values of a call here");
  return nodes.map((node) => value(node, scope));
}

/** Whether it is a call that may give any number of values. */
export function givesMany(node: Expression, scope: Scope): node is CallExpression {
  if (node.type !== "CallExpression") return false;
  const name = rootOf(node.base)?.name ?? "";
  const own = scope.find(name);
  return own ? own.results === "many" : name === "pcall";
}

/** A call: JavaScript that gives its value, or an array of its values. */
export function call(node: CallExpression, scope: Scope): Compiled & { readonly results: Results } {
  const { base, arguments: args } = node;
  const path = pathOf(base) ?? unsupported(node, "a call of what has no name");
  const own = scope.find(rootOf(base)!.name);
  if (!own && path === "pcall") return { js: protectedCall(node, scope), results: "many" };
  const given = eachOf(args, scope);
  if (own) {
    if (!own.results || own !== scope.find(path)) unsupported(node, `a call of the variable ${path}`);
    return { js: `${own.js}(${given.join(", ")})`, results: own.results };
  }
  if (path === "redis.call" || path === "redis.pcall")
    return { js: compileCommand(node, given.slice(1)), results: "one" };
  if (path === "string.format")
    return { js: compileFormat(node, given.slice(1)), type: "string", results: "one" };
  const { js, type } = libraryFunction(node, path, args.length);
  return { js: `${js}(${given.join(", ")})`, results: "one", ...(type && { type }) };
}

/** Its first argument is a function, the only place where one is a value. */
function protectedCall(node: CallExpression, scope: Scope): string {
  const [called, ...args] = node.arguments;
  const path = called && pathOf(called);
  if (!path || scope.find(rootOf(called)!.name))
    unsupported(node, "pcall of other than a library's function");
  const { js } = libraryFunction(node, path, args.length);
  return `pcall(${js}, ${values(args, scope)})`;
}

function logical(node: LogicalExpression, scope: Scope): Compiled {
  const left = expression(node.left, scope);
  const right = expression(node.right, scope);
  if (left.type === "boolean" && right.type === "boolean")
    return { js: `(${left.js} ${node.operator === "and" ? "&&" : "||"} ${right.js})`, type: "boolean" };
  const kept = scope.temporary();
  const test = `truthy(${kept} = ${left.js})`;
  return {
    js: node.operator === "and" ? `(${test} ? ${right.js} : ${kept})` : `(${test} ? ${kept} : ${right.js})`,
  };
}

function table({ fields }: TableConstructorExpression, scope: Scope): string {
  const listed = fields.flatMap((field) => (field.type === "TableValue" ? [field.value] : []));
  if (listed.length === fields.length && listed.length > 0) return `tableOf(${values(listed, scope)})`;
  const named = fields.map((field) =>
    field.type === "TableKeyString"
      ? `${fieldName(field.key)}: ${value(field.value, scope)}`
      : unsupported(field, "a table of other than names, or values alone,"),
  );
  return named.length > 0 ? `new LuaTable([], { ${named.join(", ")} })` : "new LuaTable()";
}

/** A name that fields can have as JavaScript sees it too. */
export function fieldName(node: Identifier): string {
  return node.name in Object.prototype ? unsupported(node, `a field that is called ${node.name}`) : node.name;
}

/** A variable of the script, or what every script is given; undefined: none of both has this name. */
function variable(name: string, scope: Scope): string | undefined {
  const local = scope.find(name);
  if (local) return local.results ? undefined : local.js;
  return name === "KEYS" || name === "ARGV" ? name : undefined;
}
