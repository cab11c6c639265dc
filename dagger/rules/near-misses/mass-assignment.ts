// What mass-assignment.yaml must leave alone.
app.post('/users', async (c) => {
  const body = newUser.parse(await c.req.json());
  // ok: mass-assignment-from-request
  await db.insert(users).values(body);
  // ok: mass-assignment-from-request
  await db.insert(users).values(c.req.valid('json'));
  const { name } = await c.req.json();
  // ok: mass-assignment-from-request
  await prisma.user.create({ data: { name, role: 'member' } });
  // ok: mass-assignment-from-request
  const copy = Object.assign({}, defaults, await c.req.json());
  return c.json(copy, 201);
});

fastify.post('/tasks', { schema: { body: newTask } }, async (request) => {
  const { title } = request.body;
  // ok: mass-assignment-from-request, mass-assignment-if-not-picked
  return Task.create({ title, status: 'new' });
});

router.post('/orders', async (req, res) => {
  // ok: mass-assignment-if-not-picked
  await orderService.create({ item: req.body.item });
  // ok: mass-assignment-if-not-picked
  await orderService.create(newOrder.parse(req.body));
});
