// What transport-security.yaml must flag. Deliberately wrong code: nothing here is run.
// ruleid: tls-verification-disabled
const agent = new https.Agent({ rejectUnauthorized: false });
// ruleid: tls-verification-disabled
const pool = new Pool({ connectionString: url, ssl: { rejectUnauthorized: false } });
// ruleid: tls-verification-disabled
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
// ruleid: tls-verification-disabled
const socket = tls.connect({ host, port, checkServerIdentity: () => undefined });
// ruleid: tls-verification-disabled
const database = 'postgres://db.internal/app?sslmode=no-verify';
// ruleid: outdated-tls-version
const server = https.createServer({ key, cert, minVersion: 'TLSv1' });
// ruleid: outdated-tls-version
const old = tls.connect({ host, secureProtocol: 'TLSv1_method' });
// ruleid: tls-verification-disabled
const elsewhere = { host: 'localhost', database: { host: process.env.DB_HOST, ssl: { rejectUnauthorized: false } } };
