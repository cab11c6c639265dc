// What path-traversal.yaml must flag. Deliberately wrong code: nothing here is run.
import { readFile, createReadStream } from 'node:fs/promises';

app.get('/files/:name', async (c) => {
  const name = c.req.param('name');
  // ruleid: path-traversal-from-request
  const text = await readFile(path.join('/srv/files', name), 'utf8');
  // ruleid: path-traversal-from-request
  fs.unlinkSync(`/srv/files/${name}`);
  // ruleid: path-traversal-from-request
  const blob = Bun.file('./public/' + c.req.query('f'));
  const target = path.resolve(root, name);
  // ruleid: path-traversal-from-request
  await fs.promises.writeFile(target, await c.req.text());
  return c.text(text);
});

router.get('/ftp/:file', ({ params }: Request, res: Response) => {
  // ruleid: path-traversal-from-request
  res.sendFile(path.resolve('ftp/', params.file));
});

http.createServer((req, res) => {
  const file = path.join(root, decodeURIComponent(req.url));
  // ruleid: path-traversal-from-request
  fs.createReadStream(file).pipe(res);
});

koa.get('/pages/:name', async (ctx) => {
  // ruleid: path-traversal-from-request
  ctx.body = fs.createReadStream(path.join('pages', ctx.params.name));
});

koa.use(async (ctx, next) => {
  // ruleid: path-traversal-from-request
  ctx.body = fs.createReadStream(path.join('public', ctx.path));
  await next();
});
