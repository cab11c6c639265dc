// What sql-injection.yaml must leave alone: the same work, done right.
const COLUMNS = 'id, email, display_name';
const ORDER = { newest: 'created_at desc', oldest: 'created_at asc' } as const;

app.get('/users', async (c) => {
  const name = c.req.query('name');
  // ok: sql-injection-from-request
  const rows = await db.query('select id from users where name = $1', [name]);
  // ok: sql-injection-from-request
  const one = db.prepare(`select ${COLUMNS} from users where name = ?`).get(name);
  // ok: sql-injection-from-request
  const also = await sql`select id from users where name = ${name}`;
  // ok: sql-injection-from-request
  const page = await db.query(`select id from users limit ${Number(c.req.query('limit'))}`);
  return c.json({ rows, one, also, page });
});

app.post('/search', async (c) => {
  const { ids, order } = await c.req.json<{ ids: string[]; order: 'newest' | 'oldest' }>();
  const marks = ids.map(() => '?').join(', ');
  // ok: sql-injection-from-request
  const rows = db.prepare(`select id from messages where id in (${marks})`).all(...ids);
  // ok: sql-injection-from-request
  const sorted = await db.query(`select id from messages order by ${ORDER[order]}`);
  // ok: sql-injection-from-request
  const match = /^[a-z]+$/.exec('x' + c.req.query('term'));
  // ok: sql-injection-from-request
  const client = await api.users.query({ text: `hello ${order}`, values: ids });
  return c.json({ rows, sorted, match, client });
});

@Controller('products')
class Products {
  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    // ok: sql-injection-from-request
    return this.source.query(`select * from products where id = ${id}`);
  }
}

class Users {
  byEmail(email: string) {
    // ok: sql-built-from-parts
    return this.db.prepare('select * from users where email = ?').get(email);
  }

  page(limit: number, descending: boolean) {
    // ok: sql-built-from-parts
    return this.db.prepare(`select ${COLUMNS} from users order by id ${descending ? 'desc' : 'asc'} limit ${limit}`).all();
  }

  several(ids: readonly string[]) {
    // ok: sql-built-from-parts
    return this.pool.query(`select ${COLUMNS} from users where id in (${ids.map((_, i) => `$${i + 1}`).join(', ')})`, [...ids]);
  }

  fields(names: readonly string[]) {
    // ok: sql-built-from-parts
    return this.graph.query(`query { user { ${names.join(' ')} } }`);
  }

  truncated(columnName: string) {
    // ok: sql-built-from-parts, sql-name-built-from-parts
    return this.knex.where(knex.raw("date_trunc('day', ??)", [columnName]));
  }

  // ok: sql-built-from-parts
  run = (text: string, values: unknown[]) => this.pool.query(text, values);
}
