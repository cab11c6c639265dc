import { expect, test } from 'vitest';

import { allFindings, problemsOf, refuseProblems } from '../../../../programs/deploy/admission/findings.ts';

test('several problems are told at once, by the rule of the first', () => {
  const { problems } = allFindings([
    { notes: ['n'] },
    problemsOf('a', ['one', 'one']),
    problemsOf('b', ['two']),
  ]);
  expect(() => {
    refuseProblems(problems);
  }).toThrow(expect.objectContaining({ message: 'one; two', facts: { rule: 'a' } }));
});

test('without a problem the deployment goes on', () => {
  expect(() => {
    refuseProblems([]);
  }).not.toThrow();
});
