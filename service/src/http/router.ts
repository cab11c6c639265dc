import { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './env.ts';

export type Router = OpenAPIHono<AppEnv>;

/** A router that keeps the description of its routes, and takes a slash at the end of a path. */
export const createRouter = (): Router => new OpenAPIHono<AppEnv>({ strict: false });
