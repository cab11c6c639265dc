import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project of a few files in a folder of its own, gone when it is disposed of. */
export class SmallProject implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'small-'));

  /** @param files their texts by path; an object is written as JSON */
  constructor(files: Readonly<Record<string, string | object>>) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  /** Arguments of the module that point it at this project. */
  get arguments(): readonly string[] {
    return ['--source', this.folder];
  }

  /** Puts a file into it, in place of one that is there. */
  write(path: string, content: string | object): this {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return this;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
