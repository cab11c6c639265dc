// What error-exposure.yaml must flag. Deliberately wrong code: nothing here is run.
app.onError((err, c) => {
  // ruleid: stack-trace-sent-to-client
  return c.json({ error: 'internal', stack: err.stack }, 500);
});

api.onError((err, c) => {
  // ruleid: error-message-sent-to-client
  return c.text(err.message, 500);
});

app.get('/users', async (c) => {
  try {
    return c.json(await db.users());
  } catch (error) {
    // ruleid: error-message-sent-to-client
    return c.json({ error: error.message }, 500);
  }
});

router.get('/users', async (req, res) => {
  try {
    res.json(await db.users());
  } catch (err) {
    // ruleid: stack-trace-sent-to-client
    res.status(500).send(err.stack);
  }
});

app.onError((err, c) => {
  const shown = process.env.NODE_ENV === 'production' ? err.stack : undefined;
  // ruleid: stack-trace-sent-to-client
  return c.json({ error: shown }, 500);
});
