// What cookie.yaml must flag. Deliberately wrong code: nothing here is run.
app.post('/login', async (c) => {
  // ruleid: session-cookie-without-flags
  setCookie(c, 'session', id);
  // ruleid: session-cookie-without-flags
  setCookie(c, 'access_token', token, { httpOnly: true, path: '/' });
  // ruleid: session-cookie-without-flags
  setCookie(c, 'refresh', token, { httpOnly: false, secure: true });
  // ruleid: session-cookie-without-flags
  await setSignedCookie(c, 'sid', id, key, { secure: true });
  return c.body(null, 204);
});

router.post('/login', (req, res) => {
  // ruleid: session-cookie-without-flags
  res.cookie('token', token);
});

// ruleid: session-middleware-with-open-cookie
app.use(session({ name: 'demo', cookie: { secure: false, maxAge: 1000 } }));
