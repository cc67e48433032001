import { type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import type { TagChange } from "../../worlds/tag-changes.ts";
import type { Resolvers } from "../generated/types.ts";

/** What a log calls a type's fields is told as far as the schema has them. */
export const tagChangeResolvers: Resolvers = {
  TagChange: {
    fields: (change, _, __, { schema }) => {
      const { fields } = change;
      if (fields?.length === 0) return fields;
      const served = fieldsOf(schema, change);
      return fields ? fields.filter((field) => served.includes(field)) : served;
    },
  },
};

/** The fields of the node, or of what its field holds. */
function fieldsOf(schema: GraphQLSchema, { typename, field }: TagChange): string[] {
  const node = schema.getType(typename);
  const type = field === null || !isObjectType(node) ? node : getNamedType(node.getFields()[field]?.type);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}
