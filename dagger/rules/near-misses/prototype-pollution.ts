// What prototype-pollution.yaml must leave alone.
app.patch('/settings', async (c) => {
  const body = schema.parse(await c.req.json());
  // ok: prototype-pollution-by-merge
  const next = _.merge({}, defaults, body);
  // ok: prototype-pollution-by-merge
  const also = { ...defaults, ...(await c.req.json()) };
  const byName = new Map<string, string>();
  // ok: prototype-pollution-by-key
  byName.set(c.req.param('name'), body.value);
  // ok: prototype-pollution-by-key
  settings.colour = body.colour;
  // ok: prototype-pollution-by-key
  settings[body.name] = body.colour;
  // ok: prototype-pollution-by-key
  rows[Number(c.req.query('row'))] = body.value;
  return c.json({ next, also });
});

export function merge(target: Tree, source: Tree): Tree {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    // ok: recursive-merge-without-guard
    target[key] = isTree(source[key]) ? merge(target[key], source[key]) : source[key];
  }
  return target;
}

export function equal(left: Tree, right: Tree): boolean {
  // ok: recursive-merge-without-guard
  return Object.keys(left).every((key) => equal(left[key], right[key]));
}
