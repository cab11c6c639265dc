// What code-execution.yaml must flag. Deliberately wrong code: nothing here is run.
import vm from 'node:vm';
import serialize from 'node-serialize';

app.post('/calc', async (c) => {
  const { expression, plugin } = await c.req.json();
  // ruleid: eval-of-dynamic-code
  const result = eval(expression);
  // ruleid: eval-of-dynamic-code
  const fn = new Function('x', expression);
  // ruleid: eval-of-dynamic-code
  vm.runInNewContext(expression, {});
  // ruleid: eval-of-dynamic-code
  setTimeout(`run(${expression})`, 10);
  // ruleid: module-from-request
  const loaded = await import(plugin);
  // ruleid: module-from-request
  const old = require('./plugins/' + plugin);
  // ruleid: untrusted-bytes-deserialized
  const view = ejs.render(expression, {});
  return c.json({ result, fn, loaded, old, view });
});

app.post('/session', async (c) => {
  const bytes = Buffer.from(await c.req.arrayBuffer());
  // ruleid: untrusted-bytes-deserialized
  const session = v8.deserialize(bytes);
  // ruleid: unsafe-deserialization
  const old = serialize.unserialize(getCookie(c, 'profile'));
  // ruleid: unsafe-deserialization
  const doc = yaml.load(bytes.toString(), { schema: yaml.DEFAULT_FULL_SCHEMA });
  // ruleid: xml-external-entities
  const xml = libxml.parseXml(bytes.toString(), { noblanks: true, noent: true });
  return c.json({ session, old, doc, xml });
});
