// What nosql-injection.yaml must leave alone.
app.post('/login', async (c) => {
  const body = credentials.parse(await c.req.json());
  // ok: nosql-injection-from-request
  const user = await User.findOne({ email: body.email });
  // ok: nosql-injection-from-request
  const mine = await User.findOne({ id: c.req.param('id') });
  // ok: nosql-injection-from-request
  const valid = await User.findOne({ email: c.req.valid('json').email });
  return c.json({ user, mine, valid });
});

router.delete('/reviews', (req, res) => {
  // ok: nosql-injection-from-request
  reviews.deleteMany({ owner: String(req.body.owner) });
  // ok: nosql-injection-from-request
  const captcha = Captcha.findOne({ where: { id: req.body.captchaId } });
  // ok: nosql-code-from-request
  const own = orders.find({ $where: 'this.total > 100' });
  // ok: nosql-injection-from-request
  const found = list.find(req.body.name);
});

export async function signIn(request, response) {
  // ok: nosql-injection-from-request
  const known = await Account.findOne({ mail: { $eq: request.body.mail } });
  // ok: nosql-injection-from-request
  const lower = await Account.findOne({ mail: request.body.mail.toLowerCase() });
  // ok: nosql-injection-from-request
  const keyed = await Account.findOne({ key: Buffer.from(request.body.key, 'base64url') });
  // ok: nosql-injection-from-request
  const named = await Account.findOne({ name: `user ${request.body.name}` });
  // ok: nosql-injection-from-request
  const since = await Account.updateMany({ seen: new Date(request.body.since) }, {});
  response.json({ known, lower, keyed, named, since });
}

export function above(threshold: number) {
  // ok: nosql-code-built-from-parts
  const total = holdings.find({ $where: 'this.total > ' + '100' });
  // ok: nosql-code-built-from-parts
  return [total, holdings.find({ amount: { $gt: threshold } })];
}
