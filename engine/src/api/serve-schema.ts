import { GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { typeOfId } from '../graph/index.ts';
import { resolverOf } from './resolvers.ts';
import { coreSchema } from './schema.ts';

/** The core schema with what stands behind each field. */
export function servedSchema(): GraphQLSchema {
  const schema = new GraphQLSchema(coreSchema.toConfig());
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (type instanceof GraphQLInterfaceType)
      type.resolveType = (value) => typeOfId(z.object({ id: z.string() }).parse(value).id);
    if (!(type instanceof GraphQLObjectType)) continue;
    for (const field of Object.values(type.getFields()))
      field.resolve = resolverOf(type, field.name, field.type);
  }
  return schema;
}
