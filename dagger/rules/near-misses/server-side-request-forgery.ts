// What server-side-request-forgery.yaml must leave alone.
const API_URL = process.env.API_URL;
const ALLOWED_HOSTS = new Set(['images.example.com']);

app.get('/weather', async (c) => {
  const city = c.req.query('city');
  // ok: ssrf-from-request
  const status = await fetch('https://api.example.com/status');
  // ok: ssrf-from-request
  const now = await fetch(`https://api.example.com/weather?q=${encodeURIComponent(city)}`);
  // ok: ssrf-from-request
  const path = await fetch(`https://api.example.com/cities/${city}`);
  // ok: ssrf-from-request
  const own = await fetch(`${API_URL}/cities/${city}`);
  // ok: ssrf-from-request
  const bound = await fetch(`${c.env.API_BASE}/cities/${city}`);
  // ok: ssrf-from-request
  const sent = await fetch('https://api.example.com/cities', { method: 'POST', body: JSON.stringify({ city }) });
  return c.json({ status, now, path, own, bound, sent });
});

app.get('/image', async (c) => {
  const url = new URL(c.req.query('url'));
  if (!ALLOWED_HOSTS.has(url.hostname)) return c.notFound();
  assertAllowedUrl(url);
  // ok: ssrf-from-request
  return fetch(url);
});

http.createServer((req, res) => {
  const options = { path: req.url, agent: tunnel, method: req.method, headers: req.headers };
  // ok: ssrf-from-request
  req.pipe(http.request(options, (answer) => answer.pipe(res)));
});

@Controller('cities')
export class Cities {
  @Get(':id')
  async show(@Param('id') id: string): Promise<Response> {
    // ok: ssrf-from-request
    return fetch(`https://api.example.com/cities/${id}`);
  }
}
