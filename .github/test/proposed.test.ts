import { expect, it } from 'vitest';
import { z } from 'zod';

import { workflowText } from '../../dagger/src/adopt/propose-workflow.ts';
import { workflowRules } from '../policy/rules.ts';
import { readWorkflow, steps, type Workflow } from '../policy/workflow.ts';
import { read, workflowTexts } from './files.ts';

const { engineVersion } = z.looseObject({ engineVersion: z.string() }).parse(JSON.parse(read('dagger.json')));
const address = `github.com/team/pipeline@${'0123abcd'.repeat(5)}`;
const proposed = readWorkflow('ci.yml', workflowText(address, '.'));

/** Rules about what this repository's own workflows do besides. */
const ofThisRepository = ['ci-triggers', 'proofs-nightly'];

const brokenRules = (workflow: Workflow): string[] =>
  workflowRules(engineVersion)
    .filter(({ check }) => check([workflow]).length > 0)
    .map(({ name }) => name);

/** The actions that workflows use, each with its commit and the version behind it. */
const actionsOf = (workflows: readonly Workflow[]): string[] =>
  workflows.flatMap((workflow) =>
    steps([workflow]).flatMap(({ step, path }) =>
      step.uses === undefined ? [] : [`${step.uses} ${workflow.comments.get(`${path}.uses`) ?? ''}`],
    ),
  );

it('the workflow that adopt proposes holds the rules of our own', () => {
  expect(brokenRules(proposed).filter((name) => !ofThisRepository.includes(name))).toEqual([]);
});

it('its actions are those of our own workflows, at the same commits', () => {
  const own = actionsOf(Object.entries(workflowTexts).map(([file, text]) => readWorkflow(file, text)));
  expect(actionsOf([proposed])).toHaveLength(3);
  expect(own).toEqual(expect.arrayContaining(actionsOf([proposed])));
});

it('it calls the module by address, and a folder of the repository by name', () => {
  const call = `dagger call -m ${address} --source=. --directory=apps/api --base="origin/$TARGET"`;
  const runs = steps([readWorkflow('ci.yml', workflowText(address, 'apps/api'))]).map(({ step }) => step.run);
  expect(runs).toEqual(expect.arrayContaining([`${call} report export --path=out`, `${call} ci`]));
});
