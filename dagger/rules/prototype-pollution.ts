// What prototype-pollution.yaml must flag. Deliberately wrong code: nothing here is run.
app.patch('/settings', async (c) => {
  const body = await c.req.json();
  // ruleid: prototype-pollution-by-merge
  _.merge(settings, body);
  // ruleid: prototype-pollution-by-merge
  const all = deepmerge(settings, JSON.parse(await c.req.text()));
  // ruleid: prototype-pollution-by-merge
  $.extend(true, {}, body);
  const { group, key, value } = body;
  // ruleid: prototype-pollution-by-key
  settings[group][key] = value;
  // ruleid: prototype-pollution-by-key
  settings[c.req.param('name')].value = value;
  return c.json(all);
});

export function merge(target: Tree, source: Tree): Tree {
  for (const key in source) {
    if (typeof source[key] === 'object') {
      // ruleid: recursive-merge-without-guard
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}
