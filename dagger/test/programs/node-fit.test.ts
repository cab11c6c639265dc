import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const program = new URL('../../programs/deploy/node-fit.js', import.meta.url).href;
const script = `
import { isAskedFor, takes } from '${program}';
const { node, template } = JSON.parse(process.argv[1]);
console.log(JSON.stringify({ takes: takes(node, template), asked: isAskedFor(node, template) }));`;

/** What the program says of a node and the specification of a pod. */
function fit(node: object, template: object): unknown {
  const asked = JSON.stringify({ node, template });
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script, asked], { encoding: 'utf8' }),
  );
}

const labels = { disk: 'fast', zone: 'b', cores: '8' };
const node = (spec: object = {}, ready = 'True'): object => ({
  ...{ metadata: { name: 'node-1', labels }, spec },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});
const tainted = (effect: string): object => node({ taints: [{ key: 'dedicated', value: 'batch', effect }] });
const tolerating = (toleration: object): object => ({ tolerations: [toleration] });
const asking = (key: string, operator: string, values?: string[]): object => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
});

describe('a node takes pods', () => {
  test.each<[string, object, object, boolean]>([
    ['when it is ready', node(), {}, true],
    ['not when it is not ready', node({}, 'Unknown'), {}, false],
    ['not when it is cordoned', node({ unschedulable: true }), {}, false],
    ['not with a taint', tainted('NoSchedule'), {}, false],
    ['not with a taint that evicts', tainted('NoExecute'), {}, false],
    ['with a taint that only advises', tainted('PreferNoSchedule'), {}, true],
    [
      'with a taint that they tolerate',
      tainted('NoSchedule'),
      tolerating({ key: 'dedicated', value: 'batch' }),
      true,
    ],
    [
      'not with another value of it',
      tainted('NoSchedule'),
      tolerating({ key: 'dedicated', value: 'web' }),
      false,
    ],
    [
      'with a taint of any value',
      tainted('NoSchedule'),
      tolerating({ key: 'dedicated', operator: 'Exists' }),
      true,
    ],
    ['with any taint', tainted('NoExecute'), tolerating({ operator: 'Exists' }), true],
    [
      'not with another effect',
      tainted('NoExecute'),
      tolerating({ operator: 'Exists', effect: 'NoSchedule' }),
      false,
    ],
    [
      'with the taint of a cordon that has just ended',
      node({ taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] }),
      ...([{}, true] as const),
    ],
  ])('%s', (_name, one, template, takes) => {
    expect(fit(one, template)).toMatchObject({ takes });
  });
});

describe('pods ask for a node', () => {
  test.each<[string, object, boolean]>([
    ['when they ask for none', {}, true],
    ['by its label', { nodeSelector: { disk: 'fast' } }, true],
    ['not by another label', { nodeSelector: { disk: 'slow' } }, false],
    ['In', asking('zone', 'In', ['a', 'b']), true],
    ['not In', asking('zone', 'In', ['a']), false],
    ['NotIn', asking('zone', 'NotIn', ['a']), true],
    ['Exists', asking('disk', 'Exists'), true],
    ['DoesNotExist', asking('disk', 'DoesNotExist'), false],
    ['Gt', asking('cores', 'Gt', ['4']), true],
    ['Lt', asking('cores', 'Lt', ['4']), false],
  ])('%s', (_name, template, asked) => {
    expect(fit(node(), template)).toMatchObject({ asked });
  });
});
