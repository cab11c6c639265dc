import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { folder } from './folders.ts';
import { mainFile } from './process.ts';
import { stored, underLoad } from './under-load.ts';

const backUp = (args: readonly string[], env: Record<string, string>) =>
  spawnSync(process.execPath, [join(mainFile, '../backup.ts'), ...args], { env, encoding: 'utf8' });

describe('the process', () => {
  it('is backed up while it runs, with every message acknowledged before', async () => {
    const data = folder();
    const { acknowledged, before, bob, service } = await underLoad(data);
    const copies = folder();
    const copy = join(copies, 'messenger.db');
    const sentBefore = before();
    const made = backUp([copy], { DATA_DIR: data });
    expect(made.stderr).toBe('');
    expect(made.stdout).toContain('copied');
    expect(backUp([copy], { DATA_DIR: data }).status).toBe(1);
    expect(backUp([], { DATA_DIR: data }).stderr).toContain('Usage');
    const sent = await acknowledged();
    await service.end();
    const found = new Map((await stored(copies, bob)).map(({ content, seq }) => [content, seq]));
    expect(sentBefore.size).toBeGreaterThan(50);
    expect([...sentBefore].filter(([content, seq]) => found.get(content) !== seq)).toEqual([]);
    // The copy has nothing that was never sent.
    expect([...found.keys()].filter((content) => !sent.has(content ?? '')).length).toBeLessThanOrEqual(4);
  });

  it('is restored as its README describes, even over the files of a killed process', async () => {
    const data = folder();
    const first = await underLoad(data);
    const sentBefore = first.before();
    const copy = join(folder(), 'copy.db');
    expect(backUp([copy], { DATA_DIR: data }).status).toBe(0);
    await first.service.end('SIGKILL');
    await first.acknowledged();
    const leftovers = ['-wal', '-shm'].map((ending) => join(data, `messenger.db${ending}`));
    // The write-ahead log of the killed process would otherwise be applied to the copy.
    expect(leftovers.map((file) => statSync(file).size > 0)).toEqual([true, true]);
    copyFileSync(copy, join(data, 'messenger.db'));
    for (const file of leftovers) rmSync(file);
    const found = (await stored(data, first.bob)).map(({ content }) => content);
    expect([...sentBefore.keys()].filter((content) => !found.includes(content))).toEqual([]);
    // Later messages are missing, so this is the copy and not the store that it replaced.
    const withSqlite = new DatabaseSync(copy, { readOnly: true });
    const { count } = z
      .object({ count: z.int() })
      .parse(withSqlite.prepare('SELECT count(*) AS count FROM messages').get());
    withSqlite.close();
    expect(found).toHaveLength(count);
  });
});
