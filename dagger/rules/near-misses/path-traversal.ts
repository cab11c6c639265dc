// What path-traversal.yaml must leave alone.
import { readFile } from 'node:fs/promises';

const REPORTS = new Map([['daily', './reports/daily.txt']]);

app.get('/files/:name', async (c) => {
  const name = c.req.param('name');
  // ok: path-traversal-from-request
  const page = await readFile('./public/index.html', 'utf8');
  // ok: path-traversal-from-request
  const safe = await readFile(path.join('/srv/files', path.basename(name)), 'utf8');
  // ok: path-traversal-from-request
  const byNumber = await readFile(`/srv/pages/${Number(c.req.query('page'))}.html`);
  const target = path.resolve(root, name);
  if (!target.startsWith(root + path.sep)) return c.notFound();
  // ok: path-traversal-from-request
  const inside = await readFile(target, 'utf8');
  // ok: path-traversal-from-request
  await writeFile('/srv/out.json', JSON.stringify(await c.req.json()));
  return c.text(page + safe + byNumber + inside);
});

router.get('/report/:file', (req, res) => {
  // ok: path-traversal-from-request
  res.sendFile(req.params.file, { root: '/srv/reports' });
});

// ok: path-traversal-from-request
export const config = (name: string) => readFile(path.join(import.meta.dirname, 'config', `${name}.json`));

http.createServer((req, res) => {
  const file = path.join(root, decodeURIComponent(req.url));
  if (file.slice(0, root.length) !== root) return refuse(res);
  // ok: path-traversal-from-request
  fs.createReadStream(file).pipe(res);
});

router.get('/attachments/:id', async (req, res) => {
  const attachment = await Attachment.findById(req.params.id);
  // ok: path-traversal-from-request
  res.sendFile(attachment.path);
});

http.createServer((req, res) => {
  const file = path.join(root, decodeURIComponent(req.url));
  if (file.slice(0, root.length) !== root) {
    return refuse(res);
  }
  function serve(): void {
    // ok: path-traversal-from-request
    fs.createReadStream(file).pipe(res);
  }
  fs.stat(file, serve);
});

export const schema = z.string().superRefine((value, ctx) => {
  // ok: path-traversal-from-request
  readFile(path.join('schemas', ctx.path), 'utf8', done);
});
