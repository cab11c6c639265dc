import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ContentStore } from '../../src/store/content.ts';

const folder = mkdtempSync(join(tmpdir(), 'content-'));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what nothing names is removed, and of drafts those that nobody can be writing', () => {
  const store = new ContentStore(folder);
  const [kept, gone] = [store.put('kept'), store.put('gone')];
  const [young, old] = ['draft-young', 'draft-old'].map((name) => join(folder, name));
  for (const draft of [young ?? '', old ?? '']) writeFileSync(draft, 'half');
  utimesSync(old ?? '', new Date(0), new Date(0));
  store.keepOnly(new Set([kept.digest]));
  expect([store.has(kept.digest), store.has(gone.digest)]).toEqual([true, false]);
  expect([existsSync(young ?? ''), existsSync(old ?? '')]).toEqual([true, false]);
});
