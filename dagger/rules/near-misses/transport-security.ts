// What transport-security.yaml must leave alone.
// ok: tls-verification-disabled
const agent = new https.Agent({ rejectUnauthorized: true });
// ok: tls-verification-disabled
const pool = new Pool({ connectionString: url, ssl: { ca: readFileSync('/etc/ssl/db-ca.pem', 'utf8') } });
// ok: tls-verification-disabled
process.env.NODE_EXTRA_CA_CERTS = '/etc/ssl/ca.pem';
// ok: tls-verification-disabled
const database = 'postgres://db.internal/app?sslmode=verify-full';
// ok: outdated-tls-version
const server = https.createServer({ key, cert, minVersion: 'TLSv1.2' });
// ok: outdated-tls-version
const next = https.createServer({ key, cert, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' });
// ok: tls-verification-disabled
const own = new Client({ node: 'https://localhost:9200', tls: { rejectUnauthorized: false } });
// ok: tls-verification-disabled
const page = await get('https://127.0.0.1:8443/', { rejectUnauthorized: false });
