import { buildSchema, type GraphQLSchema } from 'graphql';
import { containerValuesSchema } from './schema/container-values.ts';
import { containerSchema } from './schema/container.ts';
import { directorySchema } from './schema/directory.ts';
import { querySchema } from './schema/query.ts';
import { repositorySchema } from './schema/repository.ts';
import { serviceSchema } from './schema/service.ts';

/**
 * The types of Dagger's API that the engine serves; no resolvers in them. Names, arguments and types are Dagger's own (a
 * test holds them against the SDK's generated client); the descriptions are what `--help` shows.
 */
export const coreSchema: GraphQLSchema = buildSchema(
  [
    containerSchema,
    containerValuesSchema,
    directorySchema,
    serviceSchema,
    repositorySchema,
    querySchema,
  ].join('\n'),
);
