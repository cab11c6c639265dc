// What error-exposure.yaml must leave alone.
app.onError((err, c) => {
  // ok: stack-trace-sent-to-client
  logger.error({ err, stack: err.stack, requestId: c.get('requestId') }, 'request failed');
  if (err instanceof HTTPException) {
    // ok: error-message-sent-to-client
    return c.json({ title: err.message }, err.status);
  }
  // ok: error-message-sent-to-client
  return c.json({ title: 'Internal Server Error', request_id: c.get('requestId') }, 500);
});

app.get('/users', async (c) => {
  try {
    return c.json(await db.users());
  } catch (error) {
    // ok: error-message-sent-to-client
    throw new Error(`users could not be read: ${error.message}`, { cause: error });
  }
});

export const errorHandler = (err, req, res, next) => {
  const response = {
    code: err.statusCode,
    ...(config.env === 'development' && { stack: err.stack }),
  };
  // ok: stack-trace-sent-to-client
  res.status(err.statusCode).send(response);
};

admin.onError((err, c) => {
  const shown = process.env.NODE_ENV !== 'production' ? err.stack : 'internal';
  // ok: stack-trace-sent-to-client
  return c.json({ error: shown }, 500);
});
