// What hard-coded-secret.yaml must leave alone.
import { sign } from 'hono/jwt';

// ok: hard-coded-secret
const apiKey = process.env.API_KEY;
// ok: hard-coded-secret
export const config = { dbPassword: env.DB_PASSWORD, passwordField: 'newPassword1!', password: '' };
// ok: hard-coded-secret
const SECRET = 'JWT_SECRET';
// ok: hard-coded-secret
const labels = { password: 'Your password', apiKey: 'x-api-key', secret: 'your-secret-here-123' };
// ok: hard-coded-secret
const shown = { accessToken: 'eyJhbGciOiJSUzI1NiIs...cut' };
// ok: hard-coded-secret
const accessToken = 'access_token';
// ok: hard-coded-secret
const schema = { clientSecret: '/run/secrets/client-1234' };

app.post('/login', async (c) => {
  // ok: hard-coded-signing-key
  const token = await sign({ sub: user.id, exp: soon() }, c.env.JWT_SECRET);
  return c.json({ token });
});

// ok: hard-coded-signing-key
passport.use(new Strategy({ secretOrKey: config.jwt.secret, algorithms: ['HS256'] }, find));
// ok: hard-coded-signing-key
const bytes = new TextEncoder().encode('hello world');
// ok: default-secret
const port = process.env.PORT ?? '8000';
// ok: default-secret
const passwordFile = process.env.DB_PASSWORD_FILE ?? '/run/secrets/db';
// ok: private-key-in-source
const isKey = text.includes('-----BEGIN PRIVATE KEY-----');
// ok: password-in-connection-string
const local = 'postgres://postgres:postgres@localhost:5432/test';
// ok: password-in-connection-string
const shape = 'postgres://<user>:<password>@host/db';
