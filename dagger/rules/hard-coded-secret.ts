// What hard-coded-secret.yaml must flag. Deliberately wrong code with made-up values: nothing here is run.
import { sign } from 'hono/jwt';

// ruleid: hard-coded-secret
const apiKey = 'zero-000-not-a-key-000';
// ruleid: hard-coded-secret
export const config = { dbPassword: 'Not4Real!0000' };
// ruleid: hard-coded-secret
client.secret = 'zero0000ZERO1111zero2222';

app.post('/login', async (c) => {
  // ruleid: hard-coded-signing-key
  const token = await sign({ sub: user.id, exp: soon() }, 'fake-signing-key');
  // ruleid: hard-coded-signing-key
  await setSignedCookie(c, 'theme', 'dark', 'fake-cookie-key');
  return c.json({ token });
});

// ruleid: hard-coded-signing-key
export const mac = (text: string) => createHmac('sha256', 'fake-mac-key').update(text).digest();
// ruleid: hard-coded-signing-key
const jwtSecret = new TextEncoder().encode('fake-secret');
// ruleid: hard-coded-signing-key
app.use(session({ name: 'demo', secret: 'fake-cat' }));
// ruleid: hard-coded-signing-key
app.use(session({ name: 'demo', secret: 'a fake cat' }));
// ruleid: hard-coded-signing-key
passport.use(new Strategy({ secretOrKey: 'fake-passport-key', algorithms: ['HS256'] }, find));
// ruleid: hard-coded-signing-key
const tokens = JwtModule.register({ secret: 'fake-module-key', signOptions: { expiresIn: '15m' } });

// ruleid: default-secret
const signingSecret = process.env.JWT_SECRET ?? 'changeme';
// ruleid: default-secret
const password = process.env['DB_PASSWORD'] || 'postgres';

// ruleid: private-key-in-source
const pem = '-----BEGIN PRIVATE KEY-----\nNOTaKEYnotaKEYnotaKEY';
// ruleid: password-in-connection-string
const pool = new Pool({ connectionString: 'postgres://app:fake-pass@db.internal:5432/app' });
