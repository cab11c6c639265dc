import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { wrongInCall } from './calls.ts';
import { readDocument, typed, type Document } from './markdown.ts';
import { api, documents, engineFlags, exists, fileNames, placesOf, read } from './project.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const sources = ['dagger/src/report/files.stage.ts', 'engine/src/setup/arguments.ts'].map(read).join('\n');

/** Flags of other programs that the documents speak of. */
const foreign = ['--config', '--project', '--help', '--read-only', '--exclude-path', '--namespace'];
const flags = new Set([
  ...foreign,
  ...engineFlags,
  ...[...api.values()].flatMap((functions) => [...functions.values()].flatMap((one) => one.flags)),
]);

/** Files of other programs that the documents speak of. */
const foreignFiles = ['engine.json', 'pipeline.baseline.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml'];

/** Folders at the top of the repository: what begins with one of them is a path. */
const tops = ['dagger', 'docs', 'engine', 'manifests', 'service', 'test', '.github', 'node_modules'];

/** Texts in backticks that are paths: from a folder at the top or beside the document, or a file's name. */
function pathsIn(document: Document): string[] {
  return document.spans.filter((span) => {
    if (!/^[\w.@*-]+(\/[\w.@*-]+)*\/?$/.test(span) || /[A-Z]{4}\.|\/[A-Z]{4}/.test(span)) return false;
    const [first = ''] = span.split('/');
    const isFolder =
      span.includes('/') && (tops.includes(first) || exists(join(dirname(document.path), first)));
    return isFolder || /\.(ts|js|mjs|md|json|ya?ml)$/.test(span);
  });
}

function isThere(path: string, document: Document): boolean {
  // Made on the machine, and in no repository.
  if (/^(node_modules|service\/data)\//.test(path)) return true;
  if (placesOf(path, document).some(exists)) return true;
  // A name without a folder may be that of any file, or of one that the report or the command line writes.
  return !path.includes('/') && ([...fileNames, ...foreignFiles].includes(path) || sources.includes(path));
}

describe.each(documents)('$path', (document) => {
  it('names no path that is not there', () => {
    expect(pathsIn(document).filter((path) => !isThere(path, document))).toEqual([]);
  });

  it('links to nothing that is not there', () => {
    expect(document.links.filter((link) => !resolves(link, document))).toEqual([]);
  });

  it('names no npm script that package.json lacks', () => {
    const named = typed(document).flatMap((line) => {
      const [, run, short] = /^npm (?:run ([\w:]+)|(test|start)\b)/.exec(line) ?? [];
      return run ?? short ?? [];
    });
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('calls no function and gives no flag that the module lacks', () => {
    const calls = typed(document).filter((line) => /^(dagger call|npm run call --) ./.test(line));
    expect(calls.flatMap((line) => wrongInCall(line) ?? [])).toEqual([]);
  });

  it('names no flag that nothing has', () => {
    const named = document.spans.flatMap((span) => [...(/^--[a-z-]+/.exec(span) ?? [])]);
    expect(named.filter((flag) => !flags.has(flag) && !sources.includes(flag))).toEqual([]);
  });
});

function resolves(link: string, document: Document): boolean {
  if (/^https:\/\/[\w.-]+\.\w+(\/|$)/.test(link)) return true;
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? document.path : join(dirname(document.path), file);
  if (!exists(path)) return false;
  return anchor === undefined || readDocument(path, read(path)).anchors.includes(anchor);
}

describe('what is wrong in a document is seen', () => {
  const broken = readDocument(
    'README.md',
    'See `dagger/src/nowhere.ts`, `--frobnicate` and [there](docs/no.md#a).\n\n```sh\nnpm run lnit && dagger call lnit\n```\n',
  );

  it('a path, a link, a flag', () => {
    expect(pathsIn(broken).filter((path) => !isThere(path, broken))).toEqual(['dagger/src/nowhere.ts']);
    expect(broken.links.filter((link) => resolves(link, broken))).toEqual([]);
    expect(flags.has('--frobnicate')).toBe(false);
  });

  it.each([
    ['dagger call lnit', 'lnit'],
    ['npm run call -- ci --fst', 'ci --fst'],
    ['npm run call -- report export --pth out/report', 'export --pth'],
    ['npm run call -- --source . --prot 1 ci', '--prot'],
    ['npm run call -- report export --path out/report', undefined],
    ['npm run call -- ci --fail-fast --progress plain', undefined],
    ['npm run call -- prune', undefined],
    ['dagger call prune', 'prune'],
    ['npm run call -- FUNCTION', undefined],
  ])('%s: %s', (line, wrong) => {
    expect(wrongInCall(line)).toBe(wrong);
  });
});
