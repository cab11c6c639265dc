// What secret-logging.yaml must flag. Deliberately wrong code: nothing here is run.
app.post('/login', async (c) => {
  const body = await c.req.json();
  const { email, password } = body;
  // ruleid: secret-in-log
  console.log('login', email, password);
  // ruleid: secret-in-log
  logger.info({ email, password: body.password }, 'login');
  // ruleid: secret-in-log
  log.debug(`token ${user.accessToken}`);
  // ruleid: secret-in-log
  console.log(c.req.header('authorization'));
  // ruleid: body-in-log
  console.log('body', body);
  // ruleid: body-in-log
  logger.debug({ headers: c.req.header() });
  return c.json({});
});

router.post('/login', (req, res) => {
  // ruleid: body-in-log
  console.log(req.body);
});
