import type { GraphQLSchema } from 'graphql';

/** The session with the Dagger API, as far as the command line uses it. */
export interface Session {
  readonly port: number;
  readonly token: string;
  readonly schema: GraphQLSchema;
  /** The number of requests that wait for their answers. */
  readonly unanswered: number;
  /** Throws an error with the message and the `extensions` of the first GraphQL error. */
  query(document: string, variables?: Record<string, unknown>): Promise<unknown>;
  close(): Promise<void>;
}

/** Options of a session. */
export interface SessionOptions {
  /** Absolute path of the folder that relative paths of exports start from. */
  readonly workdir: string;
  /** Ends what runs, when it is aborted. */
  readonly signal: AbortSignal;
  /** The answer of `currentModule`: the name in dagger.json, and the absolute path of the source folder. */
  readonly module: { readonly name: string; readonly source: string };
  readonly verbose: boolean;
  /** Called with each line that a reader should see: how an image was made, and the like. */
  report(line: string): void;
}

/** Starts a session. */
export type StartSession = (options: SessionOptions) => Promise<Session>;
