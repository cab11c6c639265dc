// What open-redirect.yaml must flag. Deliberately wrong code: nothing here is run.
app.get('/login', (c) => {
  const next = c.req.query('next') ?? '/';
  // ruleid: open-redirect-from-request
  return c.redirect(next);
});

app.get('/out', (c) => {
  // ruleid: open-redirect-from-request
  c.header('Location', c.req.query('to'));
  // ruleid: open-redirect-from-request
  return c.redirect(`https://${c.req.header('x-tenant')}.example.com/`, 302);
});

router.get('/redirect', ({ query }: Request, res: Response) => {
  // ruleid: open-redirect-from-request
  res.redirect(query.to);
  // ruleid: open-redirect-from-request
  res.redirect('/' + query.to);
});

router.get('/back', (req, res) => {
  // ruleid: open-redirect-from-request
  if (req.query.host) return res.redirect(`https://${req.query.host}${req.url}`);
  // ruleid: open-redirect-from-request
  if (req.query.slash) return res.redirect('/' + req.url);
  // ruleid: open-redirect-from-request
  if (req.query.many) return res.redirect(req.query.urls.find((url) => url !== ''));
  // ruleid: redirect-to-referrer
  return res.redirect(req.get('Referrer') || '/');
});

koa.get('/out', async (ctx) => {
  // ruleid: open-redirect-from-request
  ctx.redirect(ctx.query.to);
  // ruleid: open-redirect-from-request
  ctx.redirect(ctx.request.body.to);
});
