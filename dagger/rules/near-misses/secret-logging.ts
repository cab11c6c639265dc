// What secret-logging.yaml must leave alone.
app.post('/login', async (c) => {
  const body = await c.req.json();
  // ok: secret-in-log
  logger.info({ userId: user.id, requestId: c.get('requestId') }, 'password changed');
  // ok: secret-in-log
  console.log('no password was given');
  // ok: secret-in-log
  logger.debug({ hasToken: token !== undefined, tokens: usage.totalTokens }, 'token checked');
  // ok: body-in-log
  logger.info({ kind: body.kind, sizeBytes: JSON.stringify(body).length }, 'received');
  // ok: body-in-log
  logger.info({ agent: c.req.header('user-agent') }, 'seen');
  return c.json({});
});
