import { createRoute, z } from '@hono/zod-openapi';
import { json } from '../../http/schemas.ts';

const tags = ['Operations'];

export const Health = z
  .object({
    status: z.enum(['ok', 'unavailable', 'draining']),
    version: z.string(),
    revision: z.string(),
    uptime_s: z.number(),
  })
  .openapi('Health', { example: { status: 'ok', version: '0.1.0', revision: '4f2a9c1', uptime_s: 12.5 } });

const Probe = z.object({ status: z.string() }).openapi('Probe', { example: { status: 'ok' } });

export const health = createRoute({
  method: 'get',
  path: '/health',
  tags,
  summary: 'Get the health and the revision of the service',
  responses: {
    200: json(Health, 'The service and its database respond'),
    503: json(Health, 'The database does not respond'),
  },
});

export const livez = createRoute({
  method: 'get',
  path: '/livez',
  tags,
  summary: 'Liveness: the process responds; the database is not checked',
  responses: { 200: json(Probe, 'The process responds') },
});

export const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  tags,
  summary: 'Readiness: the database responds and the process is not shutting down',
  responses: {
    200: json(Probe, 'Ready for requests'),
    503: json(Probe, 'Not ready for requests'),
  },
});

export const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  tags,
  summary: 'Get metrics in the text format of Prometheus',
  responses: { 200: { description: 'The metrics', content: { 'text/plain': { schema: z.string() } } } },
});
