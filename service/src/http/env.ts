import type { HttpBindings } from '@hono/node-server';

/** What a request carries through the middleware. */
export interface AppEnv {
  Variables: {
    /** Set for every request. */
    requestId: string;
    /** The caller; set where an access token is asked for. */
    userId: string;
  };
  /** Node's own request and response; absent where a test calls the application without a port. */
  Bindings: Partial<HttpBindings>;
}
