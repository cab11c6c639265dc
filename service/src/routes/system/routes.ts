import { createRoute, z } from '@hono/zod-openapi';
import { json } from '../../http/schemas.ts';

const tags = ['Operation'];

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
  summary: 'Whether the service and its database answer, and which revision this is',
  responses: { 200: json(Health, 'Both answer'), 503: json(Health, 'The database does not answer') },
});

export const livez = createRoute({
  method: 'get',
  path: '/livez',
  tags,
  summary: 'Whether the process turns its event loop; says nothing of the database',
  responses: { 200: json(Probe, 'It does') },
});

export const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  tags,
  summary: 'Whether requests should be sent here: the database answers and the process is not on its way out',
  responses: { 200: json(Probe, 'They should'), 503: json(Probe, 'They should not') },
});

export const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  tags,
  summary: 'Metrics in the text format of Prometheus',
  responses: { 200: { description: 'The metrics', content: { 'text/plain': { schema: z.string() } } } },
});
