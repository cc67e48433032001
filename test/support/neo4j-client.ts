import neo4j from "neo4j-driver";

interface Access {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** Runs a query in the server's default database; rejects with the reason why that doesn't work, or not yet. */
export function answersCypher(access: Access): Promise<true> {
  return answers(access, undefined, "RETURN 1");
}

/** Sets the password of a server that has never been used; rejects if it doesn't answer yet. */
export function setFirstPassword(access: Access): Promise<true> {
  const { password } = access;
  const query = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password";
  return answers({ ...access, password: "neo4j" }, "system", query, { password });
}

async function answers(
  { uri, user, password }: Access,
  database: string | undefined,
  query: string,
  parameters: Record<string, string> = {},
): Promise<true> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { connectionTimeout: 2_000 });
  try {
    // Not `executeQuery`, which waits a second before it tries again.
    await driver.session({ database }).run(query, parameters);
    return true;
  } finally {
    await driver.close();
  }
}
