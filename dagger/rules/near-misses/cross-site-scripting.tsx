// What cross-site-scripting.yaml must leave alone.
import { html, raw } from 'hono/html';
import DOMPurify from 'dompurify';

const FOOTER = '<footer>messenger</footer>';

app.get('/hello', (c) => {
  const name = c.req.query('name');
  // ok: html-from-request
  if (name === 'json') return c.json({ hello: name });
  // ok: html-from-request
  if (name === 'text') return c.text(`Hello ${name}`);
  // ok: html-from-request
  if (name === 'tag') return c.html(html`<h1>Hello ${name}</h1>`);
  // ok: html-from-request, html-built-from-parts
  if (name === 'own') return c.html(`<h1>Hello ${escapeHtml(name)}</h1>`);
  // ok: html-from-request
  return c.html(<h1>Hello {name}</h1>);
});

app.get('/about', (c) => {
  // ok: html-built-from-parts
  return c.html(`<!doctype html><main>About</main>${FOOTER}`);
});

router.get('/search', (req, res) => {
  // ok: html-from-request
  res.send({ query: req.query.q });
  // ok: html-from-request
  res.status(404).json({ detail: 'nothing for ' + req.query.q });
});

export function show(element: HTMLElement, text: string) {
  // ok: unescaped-html
  element.textContent = text;
  // ok: unescaped-html
  element.innerHTML = '<b>none</b>';
  // ok: unescaped-html
  element.innerHTML = DOMPurify.sanitize(text);
}

// ok: unescaped-html
export const rule = () => html`<div>${raw('<hr />')}</div>`;
// ok: unescaped-html
export const Data = ({ data }: { data: object }) => <script dangerouslySetInnerHTML={{ __html: 'window.ready = true' }} />;
