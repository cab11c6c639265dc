import type { Config } from '../config.ts';
import type { Router } from './router.ts';

const description = `One-to-one and small group messaging. Errors are application/problem+json (RFC 9457) with a stable
\`code\`. Lists are paged by an opaque \`cursor\`. The \`seq\` of a message is its number in the conversation: 1, 2, 3
without a gap, so that a client can tell when it has missed one.`;

/** Serves the OpenAPI 3.1 document of every route registered so far. */
export function describeApi(app: Router, { VERSION }: Config): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  let text: string | undefined;
  app.get('/openapi.json', (c) => {
    text ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Messenger',
          version: VERSION,
          description,
          license: { name: 'MIT' },
        },
        servers: [{ url: '/' }],
      }),
    );
    c.header('content-type', 'application/json');
    return c.body(text);
  });
}
