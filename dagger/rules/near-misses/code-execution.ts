// What code-execution.yaml must leave alone.
const handlers = { csv: () => import('./csv.ts'), json: () => import('./json.ts') };

app.post('/calc', async (c) => {
  const { kind, name } = await c.req.json();
  // ok: module-from-request
  const loaded = await handlers[kind]?.();
  // ok: eval-of-dynamic-code
  setTimeout(() => run(name), 10);
  // ok: eval-of-dynamic-code
  const answer = eval('6 * 7');
  // ok: eval-of-dynamic-code
  const evaluated = model.eval(name);
  // ok: untrusted-bytes-deserialized
  const view = ejs.render('<b><%= name %></b>', { name });
  // ok: unsafe-deserialization
  const body = JSON.parse(await c.req.text());
  // ok: unsafe-deserialization
  const doc = yaml.load(await c.req.text());
  // ok: xml-external-entities
  const xml = libxml.parseXml(await c.req.text(), { nonet: true });
  return c.json({ loaded, answer, evaluated, view, body, doc, xml });
});

// ok: untrusted-bytes-deserialized
export const copy = (value: unknown) => v8.deserialize(v8.serialize(value));
