import type { CallExpression } from "luaparse";
import type { Compiled } from "./compile-expression.ts";
import { pathOf, unsupported } from "./compile-scope.ts";
import { COMMANDS, type CommandName, UNANSWERED } from "./redis-commands.ts";

/** A function that scripts may call: what it is to JavaScript, and the arguments that it takes. */
interface Known {
  readonly js: string;
  readonly min: number;
  /** By default no more than `min`. */
  readonly max?: number;
  /** Of its value, where it is always the same. */
  readonly type?: NonNullable<Compiled["type"]>;
}

const LIBRARY: Readonly<Record<string, Known>> = {
  type: { js: "typeName", min: 1, type: "string" },
  tonumber: { js: "tonumber", min: 1 },
  "math.floor": { js: "floor", min: 1, type: "number" },
  "math.max": { js: "max", min: 1, max: 250, type: "number" },
  "table.concat": { js: "join", min: 1, max: 2, type: "string" },
  "table.sort": { js: "sort", min: 1 },
  "cjson.decode": { js: "decodeJson", min: 1 },
  "cjson.encode": { js: "encodeJson", min: 1, type: "string" },
  "redis.status_reply": { js: "statusReply", min: 1 },
  "redis.error_reply": { js: "errorReply", min: 1 },
  "redis.acl_check_cmd": { js: "redis.mayRun", min: 2, type: "boolean" },
};

/** The function of that name, if it takes that many arguments. */
export function libraryFunction(node: CallExpression, path: string, args: number): Known {
  const known = (Object.hasOwn(LIBRARY, path) && LIBRARY[path]) || unsupported(node, path);
  if (args < known.min || args > (known.max ?? known.min))
    unsupported(node, `${path} with ${args} arguments`);
  return known;
}

/** `redis.call` and `redis.pcall`, of a command that stands there; `args`: after its name, as JavaScript. */
export function compileCommand(node: CallExpression, args: readonly string[]): string {
  const [name] = node.arguments;
  if (name?.type !== "StringLiteral") unsupported(node, "a command whose name doesn't stand there");
  const command = name.value.toUpperCase();
  if (!isCommand(command)) unsupported(node, `the command ${command}`);
  const counts: readonly number[] = COMMANDS[command];
  if (!counts.includes(args.length)) unsupported(node, `${command} with ${args.length} arguments`);
  return pathOf(node.base) === "redis.pcall"
    ? `redis.attempt(${[`redis.${command}`, ...args].join(", ")})`
    : `redis.${command}(${args.join(", ")})`;
}

/** Whether it runs a command of which only the effect is simulated. */
export function isUnanswered({ base, arguments: [name] }: CallExpression): boolean {
  const command = name?.type === "StringLiteral" ? name.value.toUpperCase() : "";
  return (pathOf(base) ?? "").startsWith("redis.") && UNANSWERED.includes(command);
}

/** `string.format`, of a format that stands there; `args`: after it, as JavaScript. */
export function compileFormat(node: CallExpression, args: readonly string[]): string {
  const [format] = node.arguments;
  if (format?.type !== "StringLiteral") unsupported(node, "a format that doesn't stand there");
  let place = 0;
  const pieces = format.value.split(/(%(?:\.0f|s|%)?)/).map((piece) => {
    if (!piece.startsWith("%")) return JSON.stringify(piece);
    if (piece === "%%") return '"%"';
    const formatted = { "%s": "formatText", "%.0f": "formatWhole" }[piece];
    if (!formatted) unsupported(node, `the format ${format.raw}`);
    const arg = args[place++];
    if (!arg) unsupported(node, `the format ${format.raw} without all its arguments`);
    return `${formatted}(${arg}, ${place + 1})`;
  });
  if (place < args.length) unsupported(node, `the format ${format.raw} with more arguments`);
  return `(${pieces.filter((piece) => piece !== '""').join(" + ") || '""'})`;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
