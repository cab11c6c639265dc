// What unbounded-body.yaml must flag. Deliberately wrong code: nothing here is run.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();

app.post('/messages', async (c) => {
  // ruleid: body-without-limit
  const body = await c.req.json<{ content: string }>();
  return c.json(body, 201);
});

serve({ fetch: app.fetch, port: 8000 });

http.createServer((req, res) => {
  let body = '';
  // ruleid: body-collected-without-limit
  req.on('data', (chunk) => {
    body += chunk;
  });
});

export async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // ruleid: body-collected-without-limit
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// ruleid: body-limit-too-large
api.use(express.json({ limit: '500mb' }));
// ruleid: body-limit-too-large
api.use(bodyLimit({ maxSize: Infinity }));
// ruleid: body-limit-too-large
const upload = multer({ dest: 'uploads/' });
