import { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './env.ts';

export type Router = OpenAPIHono<AppEnv>;

/** Creates a router that collects the OpenAPI contracts of its routes and accepts a trailing slash. */
export const createRouter = (): Router => new OpenAPIHono<AppEnv>({ strict: false });
