import { expect, test } from 'vitest';

import { selects } from '../../../../programs/deploy/kube/selector.ts';
import type { LabelSelector, Requirement } from '../../../../programs/deploy/kube/types.ts';

const labels = { app: 'web', tier: 'front' };
const by = (requirement: Requirement): LabelSelector => ({ matchExpressions: [requirement] });

test.each<[string, LabelSelector, boolean]>([
  ['nothing', {}, true],
  ['a label', { matchLabels: { app: 'web' } }, true],
  ['two labels of which one differs', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['one of some values', by({ key: 'app', operator: 'In', values: ['api', 'web'] }), true],
  ['one of other values', by({ key: 'app', operator: 'In', values: ['api'] }), false],
  ['none of some values', by({ key: 'app', operator: 'NotIn', values: ['web'] }), false],
  [
    'none of some values of a label that is not there',
    by({ key: 'zone', operator: 'NotIn', values: ['a'] }),
    true,
  ],
  ['a label that is there', by({ key: 'tier', operator: 'Exists' }), true],
  ['a label that is not there', by({ key: 'tier', operator: 'DoesNotExist' }), false],
  ['both parts', { matchLabels: { app: 'web' }, ...by({ key: 'tier', operator: 'Exists' }) }, true],
  ['an operator of nodes', by({ key: 'tier', operator: 'Gt', values: ['1'] }), false],
])('a selector by %s', (_name, selector, answer) => {
  expect(selects(selector, labels)).toBe(answer);
});
