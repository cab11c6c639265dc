// What server-side-request-forgery.yaml must flag. Deliberately wrong code: nothing here is run.
app.get('/preview', async (c) => {
  const url = c.req.query('url');
  // ruleid: ssrf-from-request
  const page = await fetch(url);
  // ruleid: ssrf-from-request
  const other = await fetch(`https://${c.req.query('host')}/status`);
  return c.json({ page, other });
});

app.post('/hook', async (c) => {
  const { callback } = await c.req.json<{ callback: string }>();
  // ruleid: ssrf-from-request
  await axios.post(callback, { done: true });
  // ruleid: ssrf-from-request
  const socket = new WebSocket(callback);
  return c.json({ socket });
});

router.post('/profile/image', async (req, res) => {
  const url = req.body.imageUrl;
  // ruleid: ssrf-from-request
  const response = await got(url);
  res.send(response);
});

router.get('/status', (req, res) => {
  const options = { hostname: req.query.host, path: '/status', method: 'GET' };
  // ruleid: ssrf-from-request
  http.request(options, (answer) => answer.pipe(res)).end();
});

koa.get('/preview', async (ctx) => {
  // ruleid: ssrf-from-request
  ctx.body = await fetch(ctx.query.url);
});

@Controller('previews')
export class Previews {
  @Get()
  async show(@Query('url') url: string): Promise<Response> {
    // ruleid: ssrf-from-request
    return fetch(url);
  }
}
