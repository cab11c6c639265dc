import type { GraphQLFieldResolver } from 'graphql';
import type { Evaluator } from '../executor/index.ts';
import type { Graph } from '../graph/index.ts';

/** The context of every resolver. */
export interface ResolverContext {
  readonly evaluator: Evaluator;
  readonly graph: Graph;
  /** The folder that relative paths of this machine start from. */
  readonly workdir: string;
  readonly module: { readonly name: string; readonly source: string } | undefined;
}

/** An object of the graph as a resolver sees it; the root has no id. */
export interface Source {
  readonly id?: string;
}

/** A resolver of the schema. */
export type Resolver = GraphQLFieldResolver<Source, ResolverContext>;
