import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const program = new URL('../../../programs/source/suppressions.ts', import.meta.url).pathname;

/** What a source with these files says to tools: `tool rule file:line`. */
function saidBy(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'suppressions-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const printed = execFileSync(process.execPath, [program, root], { encoding: 'utf8' });
    const found = JSON.parse(printed) as { tool: string; rule: string; file: string; line?: number }[];
    return found.map(
      ({ tool, rule, file, line }) =>
        `${tool} ${rule} ${file}${line === undefined ? '' : `:${String(line)}`}`,
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

test.each([
  ['a.ts', '// @ts-nocheck\n', 'tsc ts-nocheck a.ts:1'],
  ['a.ts', 'let a;\n/* @ts-ignore */ a();\n', 'tsc ts-ignore a.ts:2'],
  ['a.tsx', '// @ts-expect-error why\n', 'tsc ts-expect-error a.tsx:1'],
  ['a.css', '/* prettier-ignore */\n', 'prettier prettier-ignore a.css:1'],
  ['a.md', '<!-- prettier-ignore -->\n', 'prettier prettier-ignore a.md:1'],
  ['d.ts', '/* oxlint-disable no-debugger */\n', 'oxlint oxlint-disable d.ts:1'],
  ['c.ts', '// biome-ignore lint/suspicious/noDebugger: here on purpose\n', 'biome biome-ignore c.ts:1'],
  ['a.js', '/* v8 ignore next */\n', 'vitest coverage-ignore a.js:1'],
  ['a.js', 'eval(x); // nosemgrep: rule\n', 'semgrep nosemgrep a.js:1'],
  ['a.js', 'eval(x); // nosem\n', 'semgrep nosemgrep a.js:1'],
  ['a.yaml', 'a: b # nosemgrep\n', 'semgrep nosemgrep a.yaml:1'],
  ['Dockerfile', '# hadolint ignore=DL3018\nRUN x\n', 'hadolint hadolint-ignore Dockerfile:1'],
  [
    'docker/prod.Dockerfile',
    '# hadolint global ignore=DL3018\n',
    'hadolint hadolint-ignore docker/prod.Dockerfile:1',
  ],
  ['Dockerfile', '#trivy:ignore:DS002\n', 'trivy trivy-ignore Dockerfile:1'],
  ['k8s/a.yaml', 'a: b # trivy:ignore:KSV001\n', 'trivy trivy-ignore k8s/a.yaml:1'],
  ['.semgrepignore', 'src\n', 'semgrep ignore-file .semgrepignore'],
  ['a/.trivyignore.yaml', '', 'trivy ignore-file a/.trivyignore.yaml'],
  ['trivy.yaml', '', 'trivy ignore-file trivy.yaml'],
  ['.hadolint.yaml', '', 'hadolint ignore-file .hadolint.yaml'],
  ['.prettierignore', '', 'prettier ignore-file .prettierignore'],
])('%s with %j', (path, text, said) => {
  expect(saidBy({ [path]: text })).toEqual([said]);
});

test.each([
  ['a.ts', "const text = 'use @ts-ignore here';\n"],
  ['a.md', 'Write nosemgrep behind a line.\n'],
  ['a.ts', 'const nosem = 1;\n'],
  ['node_modules/a/index.ts', '// @ts-nocheck\n'],
  ['picture.ts', '\0// @ts-nocheck\n'],
])('%s with %j says nothing', (path, text) => {
  expect(saidBy({ [path]: text })).toEqual([]);
});
