// What unbounded-body.yaml must leave alone: a router is mounted by an application that has the limit.
import { Hono } from 'hono';

const messages = new Hono();

messages.post('/', async (c) => {
  // ok: body-without-limit
  return c.json(await c.req.json(), 201);
});

export default messages;
