import { describe, expect, it } from 'vitest';

import { daggerCalls } from '../../.github/policy/dagger-calls.ts';
import { readWorkflow } from '../../.github/policy/workflow.ts';
import { readDocument } from './markdown.ts';
import { documents, read } from './project.ts';

const text = read('README.md');
const readme = readDocument('README.md', text);

describe('README', () => {
  it('shows the very calls by which ci.yml runs the pipeline', () => {
    const workflow = readWorkflow('ci.yml', read('.github/workflows/ci.yml'));
    const calls = daggerCalls([workflow]).map(({ line }) => line);
    expect(calls).toHaveLength(2);
    expect(readme.commands).toEqual(expect.arrayContaining(calls));
  });

  it('is short enough to be read: 150 lines at most', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('links to every other document', () => {
    const paths = documents.map(({ path }) => path).filter((path) => path !== 'README.md');
    expect(paths.filter((path) => !readme.links.includes(path))).toEqual([]);
  });
});
