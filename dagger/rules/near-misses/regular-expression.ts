// What regular-expression.yaml must leave alone.
app.get('/search', async (c) => {
  const term = c.req.query('q');
  // ok: regex-from-request
  const expression = new RegExp(RegExp.escape(term), 'i');
  // ok: regex-from-request
  const known = new RegExp('^[a-z]+$').test(term);
  // ok: regex-from-request
  const rows = await db.query('select title from notes where title like $1', [`%${term}%`]);
  return c.json(known ? rows.filter((row) => expression.test(row.title)) : []);
});

// ok: regex-with-exponential-time
export const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
// ok: regex-with-exponential-time
export const words = /^\w+(?:\s\w+)*$/;
// ok: regex-with-exponential-time
export const version = /^(\d+)\.(\d+)\.(\d+)$/;
// ok: regex-with-exponential-time
export const email = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
// ok: regex-with-exponential-time
export const isName = (text: string) => repeated.test(text);
