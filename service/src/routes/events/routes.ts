import { createRoute, z } from '@hono/zod-openapi';
import { problems } from '../../http/schemas.ts';

export const events = createRoute({
  method: 'get',
  path: '/events',
  tags: ['Events'],
  security: [{ bearer: [] }],
  summary: 'What happens in one’s conversations, as server-sent events',
  description: `Events: \`message\` (a Message), \`message.updated\` (a Message), \`read\` (conversation_id, user_id,
last_read_seq), \`typing\` (conversation_id, user_id), \`ready\` (resync) and \`bye\` (the server is leaving: connect
again). A message may come twice: its conversation_id and seq tell. After a break send the last id as Last-Event-ID; if
\`ready\` then says \`resync\`, or a seq is missing, read the rest with \`after\`. Marks and changes are not repeated:
after \`ready\`, read the conversations that are shown.`,
  request: {
    headers: z.object({
      'last-event-id': z
        .string()
        .max(64)
        .optional()
        .openapi({ description: 'The id of the last event that came.' }),
    }),
  },
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems('unauthorized', 'invalid', 'rate_limited'),
  },
});
