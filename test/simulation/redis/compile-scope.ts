import type { Expression, Identifier, Node } from "luaparse";

/** How many values a call gives: what gives any number of them gives JavaScript an array. */
export type Results = "one" | "many";

/** A variable of the script, or one of its functions, under a JavaScript name that nothing else has. */
export interface Local {
  readonly js: string;
  /** Of a function. These are called by name, and are no values. */
  readonly results?: Results;
}

/** The names that can be seen from where the compiler is. */
export interface Scope {
  find(name: string): Local | undefined;
  declare(name: string, results?: Results): Local;
  /** A block within. */
  inner(): Scope;
  /** A function's body. */
  body(results: Results): Scope;
  /** What the function around gives. */
  readonly results: Results;
  /** A variable for a value in between. */
  temporary(): string;
  /** The declaration of the temporaries of this function. */
  declareTemporaries(): string;
}

export function createScope(results: Results): Scope {
  let names = 0;
  const fresh = (name: string) => `${name}$${names++}`;

  function scope(around: Scope | undefined, results: Results, temporaries: string[]): Scope {
    const locals = new Map<string, Local>();
    const self: Scope = {
      results,
      find: (name) => locals.get(name) ?? around?.find(name),
      declare: (name, gives) => {
        const local: Local = gives ? { js: fresh(name), results: gives } : { js: fresh(name) };
        locals.set(name, local);
        return local;
      },
      inner: () => scope(self, results, temporaries),
      body: (gives) => scope(self, gives, []),
      temporary: () => {
        const name = fresh("t");
        temporaries.push(name);
        return name;
      },
      declareTemporaries: () => (temporaries.length > 0 ? `let ${temporaries.join(", ")};` : ""),
    };
    return self;
  }

  return scope(undefined, results, []);
}

/** The script would be misread: better not at all. */
export function unsupported(node: Node, what: string): never {
  const line = node.loc ? `line ${node.loc.start.line}: ` : "";
  throw new Error(`${line}${what} isn't supported`);
}

/** As it stands in the script, such as `redis.call`; undefined: it isn't names alone. */
export function pathOf(node: Expression): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.indexer !== ".") return undefined;
  const base = pathOf(node.base);
  return base && `${base}.${node.identifier.name}`;
}

/** The name that a path begins with. */
export function rootOf(node: Expression): Identifier | undefined {
  if (node.type === "Identifier") return node;
  return node.type === "MemberExpression" ? rootOf(node.base) : undefined;
}
