import { buildSchema, type GraphQLSchema } from 'graphql';
import { containerSchema } from './schema-core.ts';
import { filesSchema } from './schema-files.ts';

/** The types that the engine serves, with their descriptions; no resolvers in it. */
export const coreSchema: GraphQLSchema = buildSchema(containerSchema + filesSchema);
