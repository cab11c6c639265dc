// What cross-origin-sharing.yaml must leave alone.
// ok: cors-any-origin-with-credentials
app.use(cors());
// ok: cors-any-origin-with-credentials
app.use(cors({ origin: '*' }));
// ok: cors-any-origin-with-credentials
app.use(cors({ origin: ['https://app.example.com'], credentials: true }));
// ok: cors-any-origin-with-credentials
app.use(cors({ origin: config.corsOrigins, credentials: true }));
// ok: cors-any-origin-with-credentials
app.use(cors({ origin: (origin) => (ALLOWED.has(origin) ? origin : null), credentials: true }));

export function allowed(origin: string): boolean {
  // ok: cors-loose-origin-check
  return ALLOWED.includes(origin) || origin.endsWith('.example.com') || origin.startsWith('http://localhost:');
}
