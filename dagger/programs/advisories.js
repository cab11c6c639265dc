/**
 * A registry that knows one flaw: it answers npm's bulk advisories and the package that they are about, for proving that
 * the audit gate turns red. Listens on port 4873.
 */
/* global Buffer, process */
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const flawed = 'lodash';
const advisory = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
  title: 'Command Injection in lodash',
  severity: 'high',
  vulnerable_versions: '<4.17.21',
  cwe: ['CWE-77', 'CWE-94'],
  cvss: { score: 7.2, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' },
};

const version = (number) => ({
  name: flawed,
  version: number,
  dist: { tarball: `http://advisories:4873/${number}` },
});
const document = {
  name: flawed,
  'dist-tags': { latest: '4.17.21' },
  versions: { '4.17.20': version('4.17.20'), '4.17.21': version('4.17.21') },
};

/** The answer to a request, or undefined for what this registry does not have. */
function answerTo(method, path, body) {
  if (method === 'POST' && path === '/-/npm/v1/security/advisories/bulk') {
    return flawed in JSON.parse(body) ? { [flawed]: [advisory] } : {};
  }
  return path === `/${flawed}` ? document : undefined;
}

const server = createServer(async (request, response) => {
  const chunks = await Array.fromAsync(request);
  const raw = Buffer.concat(chunks);
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const answer = answerTo(request.method, request.url, body.toString());
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { error: 'not found' }));
}).listen(4873);

process.on('SIGTERM', () => server.close(() => process.exit(0)));
