import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { images } from '../../dagger/src/tools/images.ts';
import { toolImage } from './images.ts';
import { ownLabels, removeLeftovers } from './owned.ts';

const readyWithinMs = 60_000;
const pollMs = 100;
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Runs docker and answers what it prints. */
export function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** The user of a registry with authentication, and the bcrypt hash of the password (htpasswd(1)). */
export const user = {
  name: 'publisher',
  password: 'correct horse',
  hash: '$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2',
} as const;

/** A manifest as a registry answers it. */
export interface Manifest {
  readonly digest: string;
  readonly config?: { readonly digest: string };
  readonly manifests?: readonly { readonly digest: string; readonly platform: object }[];
}

/** A real registry on this machine's loopback, gone when it is disposed of. */
export class Registry implements Disposable {
  readonly port: number;
  readonly #container: string;
  readonly #folder: string;

  private constructor(port: number, container: string, folder: string) {
    this.port = port;
    this.#container = container;
    this.#folder = folder;
  }

  /**
   * Starts one on a free port.
   *
   * @param options.authenticated Whether it asks for {@link user}'s password. Default false.
   */
  static async start({ authenticated = false } = {}): Promise<Registry> {
    await removeLeftovers();
    const image = await toolImage(images.registry);
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    writeFileSync(join(folder, 'htpasswd'), `${user.name}:${user.hash}\n`);
    const auth = authenticated
      ? [
          ...['-v', `${folder}:/auth:ro`, '-e', 'REGISTRY_AUTH=htpasswd'],
          ...['-e', 'REGISTRY_AUTH_HTPASSWD_REALM=test', '-e', 'REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd'],
        ]
      : [];
    const labels = Object.entries(ownLabels()).map(([name, value]) => `--label=${name}=${value}`);
    const container = docker('run', '-d', '--rm', ...labels, '-p', '127.0.0.1::5000', ...auth, image);
    const port = Number(docker('port', container, '5000/tcp').split(':').at(-1));
    const registry = new Registry(port, container, folder);
    await registry.#ready();
    return registry;
  }

  /** Arguments that point publish and verify at it. */
  get arguments(): readonly string[] {
    return ['--registry', `tcp://localhost:${String(this.port)}`];
  }

  /** An address in it. */
  address(name: string): string {
    return `localhost:${String(this.port)}/${name}`;
  }

  /** Names of its repositories. */
  async repositories(): Promise<readonly string[]> {
    const answer = (await (await this.#get('_catalog')).json()) as { repositories: string[] };
    return answer.repositories;
  }

  /** Tags of a repository, those that cosign makes left out. */
  async tags(name: string): Promise<readonly string[]> {
    const answer = (await (await this.#get(`${name}/tags/list`)).json()) as { tags?: string[] };
    return (answer.tags ?? []).filter((tag) => !tag.startsWith('sha256-')).sort();
  }

  /** A manifest by tag or digest. */
  async manifest(name: string, reference: string): Promise<Manifest> {
    const answer = await this.#get(`${name}/manifests/${reference}`);
    const manifest = (await answer.json()) as Omit<Manifest, 'digest'>;
    return { ...manifest, digest: answer.headers.get('docker-content-digest') ?? '' };
  }

  #get(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${String(this.port)}/v2/${path}`, { headers: { accept: manifestTypes } });
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      const status = await this.#get('').then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200 || status === 401) return;
      if (Date.now() > deadline) throw new Error(`no registry:\n${docker('logs', this.#container)}`);
      await pause(pollMs);
    }
  }

  [Symbol.dispose](): void {
    docker('rm', '-f', this.#container);
    rmSync(this.#folder, { recursive: true });
  }
}
