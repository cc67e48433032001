import "./node-version.js";
import { createSchema, schemaFile } from "./graphql/schema.ts";
import { createWorldRegistry } from "./worlds/registry.ts";

// `npm run -s schema`: the schema in one file, for relay-compiler, graphql-codegen and the like.
process.stdout.write(schemaFile(createSchema(createWorldRegistry())));
