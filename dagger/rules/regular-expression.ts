// What regular-expression.yaml must flag. Deliberately wrong code: nothing here is run.
app.get('/search', async (c) => {
  const term = c.req.query('q');
  // ruleid: regex-from-request
  const expression = new RegExp(term, 'i');
  // ruleid: regex-from-request
  const rows = await Note.find({ title: { $regex: term } });
  return c.json(rows.filter((row) => expression.test(row.title)));
});

// ruleid: regex-with-exponential-time
export const words = /^(\w+\s?)*$/;
// ruleid: regex-with-exponential-time
export const repeated = new RegExp('^(a+)+$');
// ruleid: regex-with-exponential-time
export const either = /^(a|aa)+$/;
