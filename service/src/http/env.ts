import type { HttpBindings } from '@hono/node-server';

/** The values of a request that middleware and handlers share. */
export interface AppEnv {
  Variables: {
    /** Set for every request. */
    requestId: string;
    /** The caller's id; set on routes that require an access token. */
    userId: string;
  };
  /** Node's request and response; absent when a test calls the application without a port. */
  Bindings: Partial<HttpBindings>;
}
