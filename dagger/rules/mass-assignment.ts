// What mass-assignment.yaml must flag. Deliberately wrong code: nothing here is run.
app.post('/users', async (c) => {
  const body = await c.req.json();
  // ruleid: mass-assignment-from-request
  await db.insert(users).values(body);
  // ruleid: mass-assignment-from-request
  await prisma.user.create({ data: body });
  // ruleid: mass-assignment-from-request
  await db.update(users).set({ ...body, updatedAt: now() });
  return c.json({}, 201);
});

router.put('/users/:id', async (req, res) => {
  // ruleid: mass-assignment-from-request
  Object.assign(user, req.body);
  // ruleid: mass-assignment-from-request
  await UserModel.create(req.body);
});

router.post('/orders', async (req, res) => {
  // ruleid: mass-assignment-if-not-picked
  await orderService.create(req.body);
  // ruleid: mass-assignment-from-request
  await models.order.create(req.body);
});

fastify.post('/tasks', { schema: { response: { 201: created } } }, async (request) => {
  // ruleid: mass-assignment-from-request
  return tasks.create(request.body);
});

fastify.post('/notes', { schema: { body: newNote } }, async (request) => {
  const note = { ...request.body, status: 'new' };
  // ruleid: mass-assignment-if-not-picked
  return Note.create(note);
});
