import { describe, expect, it } from 'vitest';

import { toolNames } from '../../dagger/src/gates/order.ts';
import { chainOf, daggerCalls } from '../policy/dagger-calls.ts';
import { coreApi, moduleApi, unknownIn, type Api } from '../policy/module-api.ts';
import { readWorkflow } from '../policy/workflow.ts';
import { moduleFiles, read, workflowTexts } from './files.ts';

const workflows = Object.entries(workflowTexts).map(([file, text]) => readWorkflow(file, text));
const main = 'Pipeline';
const core = coreApi(read('node_modules/@dagger.io/dagger/dist/src/api/client.gen.d.ts'));
const api: Api = new Map([...core, ...moduleApi(moduleFiles.map(read))]);
const unknown = (line: string) => unknownIn(chainOf(line), api, main);

describe('the calls of the workflows', () => {
  it.each(daggerCalls(workflows))('$place: $line', ({ chain }) => {
    expect(unknownIn(chain, api, main)).toBe(undefined);
  });

  it.each([
    ['dagger call lint', undefined],
    ['dagger call --threshold=LOW lint', undefined],
    ['dagger call ci --fail-fast', undefined],
    ['dagger call report export --path=out', undefined],
    ['dagger call verdict gates name', undefined],
    ['dagger call kind --name=a deployment --image=b report export --path=out', undefined],
    ['dagger call kind --kubeconfig=a deploy', 'kind --kubeconfig'],
    ['dagger call kind export --path=out', 'export'],
    ['dagger call image with-label --name=a --value=b publish --address=x', undefined],
    ['dagger call ci > verdict.txt', undefined],
    ['dagger call lnt', 'lnt'],
    ['dagger call --treshold=LOW lint', '--treshold'],
    ['dagger call lint --fast', 'lint --fast'],
    ['dagger call report exprt --path=out', 'exprt'],
    ['dagger call report export --pth=out', 'export --pth'],
    ['dagger call checked', 'checked'],
  ])('%s: what the module does not have is %s', (line, expected) => {
    expect(unknown(line)).toBe(expected);
  });
});

it('code scanning takes the files of ESLint, of hadolint and of every scanner', () => {
  const ci = workflows.find(({ file }) => file === 'ci.yml');
  const tools = ci?.jobs['code-scanning']?.strategy?.matrix?.['tool'];
  expect(new Set(tools)).toEqual(new Set(['eslint', 'hadolint', ...toolNames]));
});
