import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRouter, type Router } from '../../http/router.ts';

/** The pages load scripts and styles only from this service, and have none inside the HTML. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** The library of the reference page sets styles on elements. */
const docsPolicy = pagePolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

const publicFolder = join(import.meta.dirname, '../../../public');
const libraryFile = (name: string) =>
  join(dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json'))), name);

const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

interface Asset {
  readonly file: () => string;
  readonly type: string;
  readonly policy?: string;
}

/** The files that are served: a fixed list, so that no request can name another file. */
const assets: Readonly<Record<string, Asset>> = {
  '/': { file: () => join(publicFolder, 'index.html'), type: html },
  '/app.js': { file: () => join(publicFolder, 'app.js'), type: script },
  '/api.js': { file: () => join(publicFolder, 'api.js'), type: script },
  '/view.js': { file: () => join(publicFolder, 'view.js'), type: script },
  '/style.css': { file: () => join(publicFolder, 'style.css'), type: style },
  '/docs': { file: () => join(publicFolder, 'docs.html'), type: html, policy: docsPolicy },
  '/docs.js': { file: () => join(publicFolder, 'docs.js'), type: script },
  '/docs/swagger-ui-bundle.js': { file: () => libraryFile('swagger-ui-bundle.js'), type: script },
  '/docs/swagger-ui.css': { file: () => libraryFile('swagger-ui.css'), type: style },
};

/** The routes of the demo page and the API reference. */
export function pageRoutes(): Router {
  const router = createRouter();
  for (const [path, { file, type, policy = pagePolicy }] of Object.entries(assets)) {
    router.get(path, async (c) => {
      c.header('content-security-policy', policy);
      c.header('cache-control', 'no-cache');
      c.header('content-type', type);
      return c.body(await readFile(file()));
    });
  }
  return router;
}
