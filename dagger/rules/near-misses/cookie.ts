// What cookie.yaml must leave alone.
const options = { httpOnly: true, secure: true, sameSite: 'Lax' };

app.post('/login', async (c) => {
  // ok: session-cookie-without-flags
  setCookie(c, '__Host-session', id, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
  // ok: session-cookie-without-flags
  setCookie(c, 'session', id, { ...options, maxAge: 3600 });
  // ok: session-cookie-without-flags
  setCookie(c, 'access_token', token, options);
  // ok: session-cookie-without-flags
  setCookie(c, 'session', id, { httpOnly: true, secure: isProduction });
  // ok: session-cookie-without-flags
  setCookie(c, 'theme', 'dark');
  // ok: session-cookie-without-flags
  setCookie(c, 'csrf-token', csrf, { secure: true, sameSite: 'Strict' });
  // ok: session-cookie-without-flags
  deleteCookie(c, 'session');
  return c.body(null, 204);
});

// ok: session-middleware-with-open-cookie
app.use(session({ name: 'demo', cookie: { secure: true, httpOnly: true } }));
