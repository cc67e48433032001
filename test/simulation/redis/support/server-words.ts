/**
 * A server's error as the simulated one says it: without where in the script it was raised, and of which variable.
 */
export function withoutPlace(message: string): string {
  return message
    .replace(/ script: [0-9a-f]{40}, on @user_script:\d+\.$/, "")
    .replace(/user_script:\d+: /, "")
    .replace(/(?:local|global|field|upvalue) '[^']*' \((.*)\)$/, "$1");
}
