import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const original = new URL('../fixtures/greeter/', import.meta.url).pathname;

/** A copy of a small project that every gate passes, to be broken in one place. */
export class Greeter implements Disposable {
  /** Where the copy stands. */
  readonly folder = mkdtempSync(join(tmpdir(), 'greeter-'));

  constructor() {
    cpSync(original, this.folder, { recursive: true });
  }

  /** Arguments of the module that point it at this project. */
  get arguments(): readonly string[] {
    return ['--source', this.folder, '--port', '3000'];
  }

  /** Puts a file into the copy, in place of one that is there. */
  write(path: string, content: string | Uint8Array): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
    return this;
  }

  /** Adds manifests to the copy: an overlay with a Deployment and its Service, which no gate of its own looks at. */
  withManifests(overlay = 'kind'): this {
    const labels = { app: 'greeter' };
    const containers = [{ name: 'greeter', image: 'greeter' }];
    const template = { metadata: { labels }, spec: { containers } };
    const objects = {
      'deployment.yaml': {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        spec: { selector: { matchLabels: labels }, template },
      },
      'service.yaml': {
        apiVersion: 'v1',
        kind: 'Service',
        spec: { selector: labels, ports: [{ port: 3000 }] },
      },
    };
    const folder = `manifests/overlays/${overlay}`;
    for (const [name, object] of Object.entries(objects)) {
      this.write(`${folder}/${name}`, JSON.stringify({ ...object, metadata: { name: 'greeter' } }));
    }
    const resources = Object.keys(objects);
    return this.write(`${folder}/kustomization.yaml`, JSON.stringify({ resources }));
  }

  /** Replaces a piece of a file. Throws when it is not there: the test would break nothing. */
  replace(path: string, piece: string, by: string): this {
    const content = readFileSync(join(this.folder, path), 'utf8');
    if (!content.includes(piece)) throw new Error(`${path} has no ${piece}`);
    return this.write(path, content.replace(piece, by));
  }

  /** Takes a file or a directory out of the copy. */
  remove(path: string): this {
    rmSync(join(this.folder, path), { recursive: true });
    return this;
  }

  /** A path in the copy. */
  path(name: string): string {
    return join(this.folder, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
