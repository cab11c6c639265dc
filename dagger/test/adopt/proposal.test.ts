import { describe, expect, test } from 'vitest';

import { type AdoptFacts, proposalOf } from '../../src/adopt/proposal.ts';
import { moduleAddress, unknownModule, workflowPlace } from '../../src/adopt/propose-workflow.ts';
import { covered, factsWith, finding, red } from './sample.ts';

const pathsOf = (change: Partial<AdoptFacts>): string[] =>
  proposalOf(factsWith(change)).files.map(({ path }) => path);
const old = { gates: [red('lint', finding())], coverage: covered(41) };

describe('the files', () => {
  test('settings, baseline and workflow, each where it has something to say', () => {
    const workflow = '.github/workflows/ci.yml';
    expect(pathsOf(old)).toEqual(['pipeline.json', 'pipeline.baseline.json', workflow]);
    expect(pathsOf({})).toEqual([workflow]);
  });

  test('of a project in a folder of its repository', () => {
    expect(pathsOf({ ...old, folder: 'apps/api' })).toEqual([
      'apps/api/pipeline.json',
      'apps/api/pipeline.baseline.json',
      '.github/workflows/ci.yml',
    ]);
  });

  test('a baseline that is there stays, and is told', () => {
    const baseline = { owner: 'Ada', until: '2027-01-01', findings: [] };
    const facts = factsWith({ ...old, baseline, answerable: undefined });
    const { files, remarks } = proposalOf(facts);
    expect(files.map(({ path }) => path)).not.toContain('pipeline.baseline.json');
    expect(remarks).toEqual([expect.stringMatching(/^pipeline\.baseline\.json is there and stays/)]);
  });

  test('a workflow whose command line would need quotes is not proposed', () => {
    expect(pathsOf({ folder: 'a $(b)' })).toEqual([]);
  });

  test('an address that is missing, and coverage that the project asks for itself, are left to a person', () => {
    const { remarks } = proposalOf(
      factsWith({
        module: unknownModule,
        coverage: covered(41),
        required: 90,
        settings: '{"coverage":{"lines":90}}',
      }),
    );
    expect(remarks).toEqual([
      'pipeline.json asks for 90 % of lines and tests cover 41.0 %: what it says stays',
      expect.stringMatching(/^put the address of this module/),
    ]);
  });
});

describe('the place of the workflow', () => {
  const ci = '.github/workflows/ci.yml';
  test.each<[string, Record<string, string>, string | undefined]>([
    ['nothing there', {}, ci],
    ['a workflow of another name', { '.github/workflows/lint.yml': 'run: npm test' }, ci],
    ['a ci.yml of the project', { [ci]: 'run: npm test' }, '.github/workflows/pipeline.yml'],
    ['one that runs Dagger', { '.github/workflows/x.yaml': 'run: dagger call ci' }, undefined],
    ['one that has the action', { [ci]: 'uses: dagger/dagger-for-github@v8' }, undefined],
    ['both names taken', { [ci]: '', '.github/workflows/pipeline.yml': '' }, undefined],
  ])('%s', (_, workflows, path) => {
    expect(workflowPlace(new Map(Object.entries(workflows)))).toBe(path);
  });
});

describe('the address of the module', () => {
  const commit = '0123abcd'.repeat(5);

  test('is taken with a full commit id, and stands for itself where it is not given', () => {
    expect(moduleAddress(`github.com/team/pipeline/sub@${commit}`)).toBe(
      `github.com/team/pipeline/sub@${commit}`,
    );
    expect(moduleAddress('')).toBe(unknownModule);
  });

  test.each([
    'github.com/team/pipeline',
    'github.com/team/pipeline@main',
    `a b/c@${commit}`,
    `$(id)/c@${commit}`,
  ])('%s is refused', (given) => {
    expect(() => moduleAddress(given)).toThrow(/^--module: expected an address and a full commit id/);
  });
});
