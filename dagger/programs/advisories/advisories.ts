/**
 * A registry with one advisory: it answers npm's bulk advisories and the package that they are about, for proving that
 * the audit gate fails. Listens on port 4873.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

import { fieldsOf, parseJson } from '../shared/json.ts';

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

const version = (number: string): object => ({
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
function answerTo({ method, url }: IncomingMessage, body: string): object | undefined {
  if (method === 'POST' && url === '/-/npm/v1/security/advisories/bulk') {
    return flawed in fieldsOf(parseJson(body)) ? { [flawed]: [advisory] } : {};
  }
  return url === `/${flawed}` ? document : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const raw = await buffer(request);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
}

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const answer = answerTo(request, body);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: 'not found' }));
  });
}).listen(4873);

process.on('SIGTERM', () => server.close(() => process.exit(0)));
