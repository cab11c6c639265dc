import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inSession, testCache } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary.ts';

it('is compared, asked and applied through the SDK', async () => {
  await using cache = testCache();
  await inSession(cache, async (client) => {
    const before = client.directory().withNewFile('a', 'one\n').withNewFile('gone/b', 'two\n');
    const after = before
      .withNewFile('a', 'changed\n')
      .withNewFile('new/c', 'three\n')
      .withoutDirectory('gone');
    const changes = after.changes(before);
    expect(await changes.isEmpty()).toBe(false);
    expect(await changes.addedPaths()).toEqual(['new/', 'new/c']);
    expect(await changes.modifiedPaths()).toEqual(['a']);
    expect(await changes.removedPaths()).toEqual(['gone/']);
    expect(await changes.before().digest()).toBe(await before.digest());
    expect(await changes.after().digest()).toBe(await after.digest());
    expect(await changes.layer().glob('**')).toEqual(['a', 'new/', 'new/c']);
    const applied = client.directory().withNewFile('own', '').withNewFile('gone/b', '').withChanges(changes);
    expect(await applied.glob('**')).toEqual(['a', 'new/', 'new/c', 'own']);
    expect(await before.changes(before).isEmpty()).toBe(true);
    expect(await before.changes(before).asPatch().contents()).toBe('');
  });
});

it('is a patch that git applies', async () => {
  await using cache = testCache();
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'gone'));
  writeFileSync(join(folder.path, 'a'), 'one\n');
  writeFileSync(join(folder.path, 'gone', 'b'), 'two\n');
  writeFileSync(join(folder.path, 'same'), 'same\n');
  const patch = await inSession(cache, async (client) => {
    const before = client.host().directory(folder.path);
    const binary = before.withNewFile('run.sh', '\0\n', { permissions: 0o755 });
    const after = binary.withNewFile('a', 'changed\n').withoutFile('gone/b');
    const file = after.changes(before).asPatch();
    expect(await file.name()).toBe('diff.patch');
    return file.contents();
  });
  expect(patch).not.toContain('same');
  execFileSync('git', ['apply'], { cwd: folder.path, input: patch });
  expect(readFileSync(join(folder.path, 'a'), 'utf8')).toBe('changed\n');
  expect(readFileSync(join(folder.path, 'run.sh'), 'utf8')).toBe('\0\n');
  expect(existsSync(join(folder.path, 'gone'))).toBe(false);
});

it('is refused by export where a link would lead out of the folder', async () => {
  await using cache = testCache();
  await inSession(cache, async (client) => {
    const folder = join(cache.folder, 'linked');
    mkdirSync(folder);
    symlinkSync('../..', join(folder, 'up'));
    const changes = client.host().directory(folder).changes(client.directory());
    await expect(changes.export(join(cache.folder, 'out'))).rejects.toThrow(
      'the link leads out of the folder',
    );
    expect(existsSync(join(cache.folder, 'out'))).toBe(false);
  });
});
