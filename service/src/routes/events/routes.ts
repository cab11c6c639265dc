import { createRoute, z } from '@hono/zod-openapi';
import { problems } from '../../http/schemas.ts';

export const events = createRoute({
  method: 'get',
  path: '/events',
  tags: ['Events'],
  security: [{ bearer: [] }],
  summary: 'Stream the events of your conversations as server-sent events',
  description: `Events: \`message\` (a Message), \`message.updated\` (a Message), \`read\` (conversation_id, user_id,
last_read_seq), \`typing\` (conversation_id, user_id), \`ready\` (resync) and \`bye\` (the server is shutting down:
connect again). A message may be sent twice; recognise it by conversation_id and seq. After a break, send the last id as
Last-Event-ID. If \`ready\` then says \`resync\`, or a seq is missing, read the missing messages with \`after\`. Read
marks and changes are not sent again: after \`ready\`, reload the conversations on display.`,
  request: {
    headers: z.object({
      'last-event-id': z
        .string()
        .max(64)
        .optional()
        .openapi({ description: 'The id of the last event received.' }),
    }),
  },
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems('unauthorized', 'invalid', 'rate_limited'),
  },
});
