import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { GraphQLSchema } from 'graphql';
import { closeContext, Evaluator, openContext } from '../executor/index.ts';
import { Graph } from '../graph/index.ts';
import { answer } from './answer.ts';
import { handle, type Ask } from './http.ts';
import type { ResolverContext } from './resolver.ts';
import { servedSchema } from './serve-schema.ts';

/** Options of {@link startSession}. */
export interface SessionOptions {
  /** The folder that relative paths of this machine start from. */
  readonly workdir: string;
  /** Ends the session early: what runs is stopped. */
  readonly signal: AbortSignal;
  /** Takes a note for the user. */
  report(line: string): void;
  /** Whether the output of commands is reported too. */
  readonly verbose: boolean;
  /** Name and absolute source directory of the module that calls. */
  readonly module?: { readonly name: string; readonly source: string };
  /** The cache folder; the user's by default. */
  readonly cacheFolder?: string | undefined;
  /** Under which names images, volumes and containers are kept in Docker; everybody's by default. */
  readonly namespace?: string | undefined;
  /** The time within which a service's ports must answer, in milliseconds; 60 000 by default. */
  readonly serviceReadyWithinMs?: number | undefined;
  /** The bytes of a disk that a run leaves free; a tenth and no more than 20 GiB by default. */
  readonly keepFreeBytes?: number | undefined;
}

/** An error that the API answered, with the extensions that the SDK reads. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly extensions: { readonly [name: string]: unknown };

  constructor(message: string, extensions: { readonly [name: string]: unknown }) {
    super(message);
    this.extensions = extensions;
  }
}

/** A running session: a Dagger API on loopback that only the holder of its token may use. */
export interface Session {
  readonly port: number;
  readonly token: string;
  readonly schema: GraphQLSchema;
  /** The number of requests over HTTP that wait for their answers. */
  readonly unanswered: number;
  /** Asks the API from this process. Throws {@link ApiError}. */
  query(document: string, variables?: Record<string, unknown>): Promise<unknown>;
  /** Stops what runs, waits for what is still being stored, and removes all that the session made but its cache. */
  close(): Promise<void>;
}

/** Starts a Dagger API server, as the SDK expects to find it by DAGGER_SESSION_PORT and DAGGER_SESSION_TOKEN. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { workdir, signal, verbose, module, cacheFolder } = options;
  const report = (line: string): void => options.report(line);
  const context = openContext({
    signal,
    report,
    trace: verbose ? report : undefined,
    folder: cacheFolder,
    namespace: options.namespace,
    serviceReadyWithinMs: options.serviceReadyWithinMs,
    keepFreeBytes: options.keepFreeBytes,
  });
  const graph = new Graph(context.records);
  const resolverContext: ResolverContext = {
    evaluator: new Evaluator(context, graph),
    graph,
    workdir,
    module,
  };
  const schema = servedSchema();
  const token = randomBytes(24).toString('hex');
  const ask: Ask = (document, variables) => answer(schema, resolverContext, document, variables ?? {});
  let unanswered = 0;
  const server = createServer((request, response) => {
    unanswered += 1;
    // A client that goes away while it asks is answered by nobody.
    handle(request, response, token, ask)
      .catch(() => response.destroy())
      .finally(() => (unanswered -= 1));
  });
  // The client ends connections that it does not need. Ended from here, one may be in use again just then, and the request
  // on it is lost: on a busy machine that is what happens to a call now and then.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    token,
    schema,
    get unanswered() {
      return unanswered;
    },
    query: async (document, variables) => {
      const { data, errors } = await ask(document, variables);
      const [first] = errors ?? [];
      if (first) throw new ApiError(first.message, first.extensions ?? {});
      return data;
    },
    close: async () => {
      server.close();
      await closeContext(context);
      server.closeAllConnections();
    },
  };
}
