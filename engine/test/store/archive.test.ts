import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentStore } from '../../src/store/content.ts';
import { readHostDirectory, writeHostDirectory } from '../../src/store/host-files.ts';
import { archiveOf, treeFromArchive } from '../../src/store/tar.ts';
import { temporaryFolder } from '../support/temporary.ts';

let place: ReturnType<typeof temporaryFolder>;
let folder: string;
let store: ContentStore;
beforeEach(() => {
  place = temporaryFolder();
  folder = place.path;
  store = new ContentStore(join(folder, 'store'));
});
afterEach(() => place[Symbol.dispose]());

function project(): string {
  const place = join(folder, 'project');
  mkdirSync(join(place, 'bin'), { recursive: true });
  writeFileSync(join(place, 'bin/run'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(place, 'read me.txt'), 'ünïcode\n');
  symlinkSync('bin/run', join(place, 'link'));
  return place;
}

describe('a directory of this machine', () => {
  it('goes into an archive and comes out of it as it was', async () => {
    const tree = readHostDirectory(store, project());
    const again = await treeFromArchive(
      store,
      archiveOf(store, [{ tree, path: '/deep/place' }]),
      'deep/place',
    );
    expect(again).toEqual(tree);
  });

  it('is written as it was read: contents, permissions, links', () => {
    const tree = readHostDirectory(store, project());
    const copy = join(folder, 'copy');
    writeHostDirectory(store, tree, copy);
    expect(readHostDirectory(store, copy)).toEqual(tree);
    expect(statSync(join(copy, 'bin/run')).mode & 0o777).toBe(0o755);
  });

  it('is written over what is there, and alone when that is wiped', () => {
    const tree = readHostDirectory(store, project());
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    writeFileSync(join(copy, 'other'), 'stays');
    writeHostDirectory(store, tree, copy);
    expect(readFileSync(join(copy, 'other'), 'utf8')).toBe('stays');
    writeHostDirectory(store, tree, copy, { wipe: true });
    expect(readHostDirectory(store, copy)).toEqual(tree);
  });

  it('is never written through a link that stands in the way', () => {
    const tree = readHostDirectory(store, project());
    const [outside, copy] = [join(folder, 'outside'), join(folder, 'copy')];
    for (const made of [outside, copy]) mkdirSync(made);
    writeFileSync(join(outside, 'run'), 'mine');
    symlinkSync(outside, join(copy, 'bin'));
    symlinkSync(join(outside, 'run'), join(copy, 'read me.txt'));
    writeHostDirectory(store, tree, copy);
    expect(readHostDirectory(store, copy)).toEqual(tree);
    expect(readFileSync(join(outside, 'run'), 'utf8')).toBe('mine');
  });

  it('is written without the links that lead out of it, which are named', () => {
    const source = project();
    symlinkSync('/etc', join(source, 'bin/absolute'));
    symlinkSync('../../outside', join(source, 'bin/up'));
    symlinkSync('../read me.txt', join(source, 'bin/inside'));
    const tree = readHostDirectory(store, source);
    const copy = join(folder, 'copy');
    expect(writeHostDirectory(store, tree, copy)).toEqual(['bin/absolute', 'bin/up']);
    const written = readHostDirectory(store, copy).entries.map(({ path }) => path);
    expect(written).toContain('bin/inside');
    expect(written).not.toContain('bin/up');
    expect(writeHostDirectory(store, tree, join(folder, 'all'), { withLeavingLinks: true })).toEqual([]);
    expect(readHostDirectory(store, join(folder, 'all'))).toEqual(tree);
  });

  it('is not entered where it is excluded', () => {
    const place = project();
    mkdirSync(join(place, 'node_modules/pkg'), { recursive: true });
    writeFileSync(join(place, 'node_modules/pkg/index.js'), '');
    const tree = readHostDirectory(store, place, { exclude: ['**/node_modules'] });
    expect(tree.entries.map(({ path }) => path)).toEqual(['bin', 'bin/run', 'link', 'read me.txt']);
  });
});

describe('an archive', () => {
  it('takes a large file as it is, between small ones', async () => {
    const place = project();
    writeFileSync(join(place, 'large'), Buffer.alloc(5_000_000, 'abc'));
    const tree = readHostDirectory(store, place);
    expect(await treeFromArchive(store, archiveOf(store, [{ tree, path: '/x' }]), 'x')).toEqual(tree);
  });

  it('keeps hard links as files with the same content', async () => {
    const archive = pack();
    archive.entry({ name: 'top/a' }, 'same');
    archive.entry({ name: 'top/b', type: 'link', linkname: 'top/a' });
    archive.finalize();
    const tree = await treeFromArchive(store, archive.pipe(new PassThrough()), 'top');
    expect(
      tree.entries.map((entry) => (entry.kind === 'file' ? store.read(entry.digest).toString() : '')),
    ).toEqual(['same', 'same']);
  });

  it('that is cut off is an error, not a smaller directory', async () => {
    const archive = pack();
    archive.entry({ name: 'a' }, 'x'.repeat(5000));
    archive.finalize();
    const whole = Buffer.concat((await archive.pipe(new PassThrough()).toArray()) as Buffer[]);
    const cut = new PassThrough();
    cut.end(whole.subarray(0, 2000));
    await expect(treeFromArchive(store, cut)).rejects.toThrow();
  });
});

describe('the content store', () => {
  it('has one copy of a content, and answers the same digest for text and stream', async () => {
    const stream = new PassThrough();
    stream.end('content');
    expect(await store.putStream(stream)).toEqual(store.put('content'));
  });

  it('keeps nothing of a stream that broke', async () => {
    const stream = new PassThrough();
    stream.write('half');
    const stored = store.putStream(stream);
    stream.destroy(new Error('broken'));
    await expect(stored).rejects.toThrow('broken');
    expect(readHostDirectory(store, join(folder, 'store')).entries).toEqual([]);
  });
});
