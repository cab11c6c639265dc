// What sql-injection.yaml must flag. Deliberately wrong code: nothing here is run.
app.get('/users', async (c) => {
  const name = c.req.query('name');
  // ruleid: sql-injection-from-request
  return c.json(await db.query(`select id from users where name = '${name}'`));
});

app.post('/search', async (c) => {
  const { term, order } = await c.req.json<{ term: string; order: string }>();
  let sql = 'select id from messages where true';
  if (term) sql += " and content like '%" + term + "%'";
  // ruleid: sql-injection-from-request
  const rows = db.prepare(sql).all();
  // ruleid: sql-injection-from-request
  const more = await client.query('select id from messages order by ' + order);
  // ruleid: sql-injection-from-request
  await prisma.$queryRawUnsafe(`select * from t where x = ${term}`);
  const wheres: string[] = [];
  wheres.push(`title = '${term}'`);
  // ruleid: sql-injection-from-request
  await pool.query(wheres.join(' and '));
  return c.json({ rows, more });
});

router.get('/products', (req, res) => {
  // ruleid: sql-injection-from-request
  connection.query("select * from products where q = '" + req.query.q + "'", done);
  // ruleid: sql-injection-from-request
  db.exec(`delete from carts where owner = '${req.params.owner}'`);
});

export const search = () => async ({ query }: Request, res: Response) => {
  // ruleid: sql-injection-from-request
  const rows = await models.sequelize.query(`select * from products where name like '%${query.q}%'`);
  res.json(rows);
};

@Controller('products')
class Products {
  @Get()
  find(@Query('q') q: string) {
    // ruleid: sql-injection-from-request, sql-built-from-parts
    return this.source.query(`select * from products where name like '%${q}%'`);
  }
}

class Users {
  byEmail(email: string) {
    // ruleid: sql-built-from-parts
    return this.db.prepare(`select * from users where email = '${email}'`).get();
  }

  async remove(table: string, id: string) {
    const sql = 'delete from ' + table + " where id = '" + id + "'";
    // ruleid: sql-built-from-parts, sql-name-built-from-parts
    await this.pool.query(sql);
  }

  truncated(columnName: string) {
    // ruleid: sql-name-built-from-parts
    return this.knex.where(knex.raw(`date_trunc('day', ${columnName})`));
  }
}
