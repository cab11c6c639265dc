// What cross-site-scripting.yaml must flag. Deliberately wrong code: nothing here is run.
import { html, raw } from 'hono/html';

app.get('/hello', (c) => {
  const name = c.req.query('name');
  // ruleid: html-from-request
  return c.html(`<h1>Hello ${name}</h1>`);
});

app.post('/echo', async (c) => {
  const body = await c.req.text();
  // ruleid: html-from-request
  if (body) return c.html(body);
  // ruleid: unescaped-html
  return c.html(html`<div>${raw(body)}</div>`);
});

app.get('/plain', (c) => {
  const title = c.req.query('title');
  // ruleid: html-from-request
  return new Response('<title>' + title + '</title>', { headers: { 'content-type': 'text/html' } });
});

router.get('/search', (req, res) => {
  // ruleid: html-from-request
  res.send('<p>No results for ' + req.query.q + '</p>');
});

export function page(c: Context, user: User) {
  // ruleid: html-built-from-parts
  return c.html('<p>' + user.name + '</p>');
}

// ruleid: unescaped-html
export const Note = ({ text }: { text: string }) => <div dangerouslySetInnerHTML={{ __html: text }} />;

export function show(element: HTMLElement, text: string) {
  // ruleid: unescaped-html
  element.innerHTML = text;
  // ruleid: unescaped-html
  element.insertAdjacentHTML('beforeend', `<b>${text}</b>`);
}
