import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** The port on which the module looks for a service that it is given. */
const port = 4873;
const bulk = '/-/npm/v1/security/advisories/bulk';

/** A flaw that the server knows of, in a package that another one brings in. */
export const flaw = {
  ghsa: 'GHSA-35jh-r3h4-6jhm',
  cve: 'CVE-2021-23337',
  name: 'lodash',
  version: '4.17.20',
  range: '<4.17.21',
  by: 'lists@1.0.0',
} as const;

const advisory = {
  id: 1106913,
  url: `https://github.com/advisories/${flaw.ghsa}`,
  title: `Command Injection in lodash (${flaw.cve})`,
  severity: 'high',
  vulnerable_versions: flaw.range,
  cwe: ['CWE-77', 'CWE-94'],
  cvss: { score: 7.2, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' },
};

/** What npm asks about a package that is affected, or that brings such a one in. */
const packages: Readonly<Record<string, object>> = {
  '/lodash': packument('lodash', { '4.17.20': {}, '4.17.21': {} }),
  '/lists': packument('lists', { '1.0.0': { dependencies: { lodash: '^4.17.20' } } }),
};

/**
 * What it answers to a question about advisories: of its flaw, of none, with a status and nothing to read, or never.
 */
export type Answer = 'flawed' | 'clean' | 'hang' | number;

/** A registry that answers npm's bulk advisories as it is told to, on this machine's loopback, until it is disposed of. */
export class AdvisoryServer implements AsyncDisposable {
  /** Arguments that give it to the module. */
  readonly arguments = ['--advisories', `tcp://127.0.0.1:${String(port)}`] as const;
  /** How often it was asked about advisories. */
  asked = 0;
  /** What it answers from now on. */
  answer: Answer;
  readonly #server: Server;

  private constructor(server: Server, answer: Answer) {
    this.#server = server;
    this.answer = answer;
    server.on('request', (request, response) => void this.#respond(request, response));
  }

  static async start(answer: Answer): Promise<AdvisoryServer> {
    const server = createServer();
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return new AdvisoryServer(server, answer);
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method, url = '/', headers } = request;
    if (method !== 'POST' || url !== bulk) return send(response, packages[url]);
    this.asked += 1;
    if (this.answer === 'hang') return;
    if (typeof this.answer === 'number') return void response.writeHead(this.answer).end();
    const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    const isAffected = this.answer === 'flawed' && flaw.name in (JSON.parse(text) as object);
    send(response, isAffected ? { [flaw.name]: [advisory] } : {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function send(response: ServerResponse, content: object | undefined): void {
  response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(content ?? { error: 'not found' }));
}

function packument(name: string, versions: Readonly<Record<string, object>>): object {
  const described = Object.entries(versions).map(([version, more]) => {
    const tarball = `http://advisories:${String(port)}/${name}-${version}.tgz`;
    return [version, { name, version, dist: { tarball }, ...more }] as const;
  });
  return {
    name,
    'dist-tags': { latest: Object.keys(versions).at(-1) },
    versions: Object.fromEntries(described),
  };
}
