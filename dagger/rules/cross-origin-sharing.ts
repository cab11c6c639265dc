// What cross-origin-sharing.yaml must flag. Deliberately wrong code: nothing here is run.
// ruleid: cors-any-origin-with-credentials
app.use(cors({ credentials: true }));
// ruleid: cors-any-origin-with-credentials
app.use('/api/*', cors({ origin: '*', credentials: true, maxAge: 600 }));
// ruleid: cors-any-origin-with-credentials
app.use(cors({ origin: (origin) => origin, allowMethods: ['GET'], credentials: true }));
// ruleid: cors-any-origin-with-credentials
server.use(cors({ origin: true, credentials: true }));

app.use(async (c, next) => {
  c.header('Access-Control-Allow-Origin', c.req.header('origin'));
  // ruleid: cors-any-origin-with-credentials
  c.header('Access-Control-Allow-Credentials', 'true');
  await next();
});

export function allowed(origin: string): boolean {
  // ruleid: cors-loose-origin-check
  return origin.endsWith('example.com');
}
