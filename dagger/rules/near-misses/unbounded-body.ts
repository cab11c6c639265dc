// What unbounded-body.yaml must leave alone.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

const app = new Hono();
app.use(bodyLimit({ maxSize: 64 * 1024 }));

app.post('/messages', async (c) => {
  // ok: body-without-limit
  const body = await c.req.json<{ content: string }>();
  return c.json(body, 201);
});

serve({ fetch: app.fetch, port: 8000 });

export async function read(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // ok: body-collected-without-limit
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw new PayloadTooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// ok: body-collected-without-limit
child.stdout.on('data', (chunk) => lines.push(chunk));
// ok: body-limit-too-large
api.use(express.json({ limit: '100kb' }));
// ok: body-limit-too-large
const upload = multer({ dest: 'uploads/', limits: { fileSize: 200_000 } });
