import type { GraphQLError, GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { ExecFailed, explainedError } from '../executor/index.ts';
import type { ResolverContext } from './resolver.ts';

/** An answer of GraphQL over HTTP. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly [name: string]: unknown };
  }[];
}

/** Answers a document; what its fields threw becomes its errors. */
export async function answer(
  schema: GraphQLSchema,
  contextValue: ResolverContext,
  source: string,
  variableValues: Record<string, unknown>,
): Promise<Answer> {
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue, rootValue: {} });
  if (!errors) return { data };
  return {
    data,
    errors: errors.map((error) => ({
      ...error.toJSON(),
      message: messageOf(error),
      extensions: extensionsOf(error),
    })),
  };
}

/** A disk that is full and a daemon that died are told with what to do. */
function messageOf({ message, originalError }: GraphQLError): string {
  const reason = explainedError(originalError);
  return reason instanceof Error ? reason.message : message;
}

/** As the SDK expects a command that failed (its compute_query reads `_type`). */
function extensionsOf({ originalError, extensions }: GraphQLError): { readonly [name: string]: unknown } {
  if (!(originalError instanceof ExecFailed)) return extensions;
  const { command, exitCode, stdout, stderr } = originalError;
  return { _type: 'EXEC_ERROR', cmd: command, exitCode, stdout, stderr };
}
