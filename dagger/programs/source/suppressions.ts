/**
 * Prints the suppressions in a source, as a JSON list of `{tool, rule, file, line, text}`: comments
 * in its files, and files of settings. Decides nothing.
 *
 * Usage: node suppressions.ts FOLDER
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { Suppression } from '../../src/gates/suppressions.ts';
import { filesBelow } from './files-below.js';

/** Larger files are data, whatever they are called. */
const longestFile = 8 * 1024 * 1024;
const longestText = 200;

const script = /\.[cm]?[jt]sx?$|\.(?:vue|svelte|astro)$/i;
const dockerfile = /(?:^|[/.])(?:Docker|Container)file(?:$|\.)/i;
const configuration = /\.(?:ya?ml|json|tf|toml)$/i;
const isCode = (path: string): boolean =>
  script.test(path) ||
  /\.(?:py|go|java|rb|sh|html?)$/i.test(path) ||
  configuration.test(path) ||
  dockerfile.test(path);

/** A comment that silences a tool. */
interface Comment {
  readonly tool: string;
  readonly rule: string;
  readonly pattern: RegExp;
  /** The files in which its tool reads it. Default all. */
  readonly files?: { readonly test: (path: string) => boolean };
}

const comments: readonly Comment[] = [
  { tool: 'tsc', rule: 'ts-nocheck', pattern: /(?:\/\/+|\/\*+)\s*@ts-nocheck\b/, files: script },
  { tool: 'tsc', rule: 'ts-ignore', pattern: /(?:\/\/+|\/\*+)\s*@ts-ignore\b/, files: script },
  { tool: 'tsc', rule: 'ts-expect-error', pattern: /(?:\/\/+|\/\*+)\s*@ts-expect-error\b/, files: script },
  { tool: 'prettier', rule: 'prettier-ignore', pattern: /(?:\/\/|\/\*|#|<!--|\{\/\*)\s*prettier-ignore\b/ },
  {
    tool: 'biome',
    rule: 'biome-ignore',
    pattern: /(?:\/\/|\/\*|#|<!--|\{\/\*)\s*biome-ignore(?:-all|-start)?\b/,
  },
  {
    tool: 'oxlint',
    rule: 'oxlint-disable',
    pattern: /(?:\/\/|\/\*)\s*(?:oxlint|eslint)-disable\b/,
    files: script,
  },
  {
    tool: 'vitest',
    rule: 'coverage-ignore',
    pattern: /(?:\/\/|\/\*)\s*(?:c8|v8|istanbul|node:coverage)\s+(?:ignore|disable)\b/,
    files: script,
  },
  {
    tool: 'semgrep',
    rule: 'nosemgrep',
    pattern: /(?:\/\/|\/\*|#|<!--|\{\/\*).*\bnosem(?:grep)?\b/,
    files: { test: isCode },
  },
  {
    tool: 'hadolint',
    rule: 'hadolint-ignore',
    pattern: /#\s*hadolint\s+(?:global\s+)?ignore\s*=/i,
    files: dockerfile,
  },
  {
    tool: 'trivy',
    rule: 'trivy-ignore',
    pattern: /(?:#|\/\/|\/\*)\s*(?:trivy|tfsec):ignore/i,
    files: { test: isCode },
  },
];

/** Files of settings by which a tool leaves something out. */
const settings = [
  { tool: 'eslint', pattern: /(?:^|\/)\.eslintignore$/ },
  { tool: 'oxlint', pattern: /(?:^|\/)\.eslintignore$/ },
  { tool: 'prettier', pattern: /(?:^|\/)\.prettierignore$/ },
  { tool: 'semgrep', pattern: /(?:^|\/)\.semgrepignore$/ },
  { tool: 'hadolint', pattern: /(?:^|\/)\.?hadolint\.ya?ml$/ },
  { tool: 'trivy', pattern: /(?:^|\/)(?:\.trivyignore(?:\.ya?ml)?|trivy\.ya?ml|trivy-secret\.ya?ml)$/ },
];

/** Comments in a file, line by line. */
function inFile(root: string, path: string): Suppression[] {
  const asked = comments.filter(({ files }) => files === undefined || files.test(path));
  if (asked.length === 0 || statSync(join(root, path)).size > longestFile) return [];
  const text = readFileSync(join(root, path), 'utf8');
  if (text.includes('\0')) return [];
  return text.split('\n').flatMap((line, index) =>
    asked
      .filter(({ pattern }) => pattern.test(line.slice(0, 10_000)))
      .map(({ tool, rule }) => ({
        tool,
        rule,
        file: path,
        line: index + 1,
        text: line.trim().slice(0, longestText),
      })),
  );
}

const [, , root = '.'] = process.argv;
const found: Suppression[] = [...filesBelow(root)].flatMap((path) => [
  ...settings
    .filter(({ pattern }) => pattern.test(path))
    .map(({ tool }) => ({ tool, rule: 'ignore-file', file: path, text: path })),
  ...inFile(root, path),
]);
process.stdout.write(JSON.stringify(found));
