import { describe, expect, test } from 'vitest';

import { isAskedFor, takes } from '../../../../programs/deploy/observe/node-fit.ts';
import type { LabelOperator, Node, PodSpec, Toleration } from '../../../../programs/deploy/kube/types.ts';

type Template = Pick<PodSpec, 'tolerations' | 'nodeSelector' | 'affinity'>;

/** What is said of a node and the specification of a pod. */
function fit(node: Node, template: Template): unknown {
  return { takes: takes(node, template), asked: isAskedFor(node, template) };
}

const labels = { disk: 'fast', zone: 'b', cores: '8' };
const node = (spec: Node['spec'] = {}, ready: 'True' | 'Unknown' = 'True'): Node => ({
  kind: 'Node',
  metadata: { name: 'node-1', labels },
  spec,
  status: { conditions: [{ type: 'Ready', status: ready }] },
});
const tainted = (effect: string): Node => node({ taints: [{ key: 'dedicated', value: 'batch', effect }] });
const tolerating = (toleration: Toleration): Template => ({ tolerations: [toleration] });
const asking = (key: string, operator: LabelOperator, values: string[] = []): Template => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
});

describe('a node takes pods', () => {
  test.each<[string, Node, Template, boolean]>([
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
  test.each<[string, Template, boolean]>([
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
