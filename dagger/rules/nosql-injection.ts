// What nosql-injection.yaml must flag. Deliberately wrong code: nothing here is run.
app.post('/login', async (c) => {
  const body = await c.req.json();
  // ruleid: nosql-injection-from-request
  const user = await User.findOne({ email: body.email, password: body.password });
  // ruleid: nosql-injection-from-request
  const same = await users.findOne(body);
  return c.json({ user, same });
});

router.delete('/reviews', (req, res) => {
  // ruleid: nosql-injection-from-request
  reviews.deleteMany({ owner: req.body.owner });
  // ruleid: nosql-code-from-request, nosql-code-built-from-parts
  orders.find({ $where: `this.id === '${req.query.id}'` });
});

export async function reset(request, response) {
  // ruleid: nosql-injection-from-request
  const account = await Account.findOne({ mail: { $ne: request.body.mail } });
  response.json({ account });
}

export function above(owner: number, threshold: string) {
  // ruleid: nosql-code-built-from-parts
  return holdings.find({ $where: `this.owner === ${owner} && this.amount > '${threshold}'` });
}
