import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from '../../dagger/src/tools/images.ts';
import { toolImage } from './images.ts';
import { docker } from './registry.ts';

/** A key pair of cosign's, made for one test file and gone with it. */
export class SigningKey implements Disposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes a pair; its password is empty. */
  static async make(): Promise<SigningKey> {
    const folder = mkdtempSync(join(tmpdir(), 'signing-key-'));
    const image = await toolImage(images.cosign);
    const settings = ['-u', '0', '-e', 'COSIGN_PASSWORD=', '-v', `${folder}:/keys`, '-w', '/keys'];
    docker('run', '--rm', ...settings, image, 'generate-key-pair');
    return new SigningKey(folder);
  }

  /** Arguments of publish. */
  get signing(): readonly string[] {
    return ['--signing-key', `file:${join(this.#folder, 'cosign.key')}`];
  }

  /** Arguments of verify. */
  get verifying(): readonly string[] {
    return ['--public-key', `file:${join(this.#folder, 'cosign.pub')}`];
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}
