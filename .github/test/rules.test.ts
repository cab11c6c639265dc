import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { workflowRules } from '../policy/rules.ts';
import { readWorkflow } from '../policy/workflow.ts';
import { counterexamples } from './counterexamples.ts';
import { read, workflowTexts } from './files.ts';

const { engineVersion } = z.looseObject({ engineVersion: z.string() }).parse(JSON.parse(read('dagger.json')));
const rules = workflowRules(engineVersion);
const readAll = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([file, text]) => readWorkflow(file, text));

describe('the workflows', () => {
  it.each(rules)('$name: $sentence', ({ check }) => {
    expect(check(readAll(workflowTexts))).toEqual([]);
  });

  it('every rule has a name of its own and a counterexample', () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(counterexamples.map(({ rule }) => rule))).toEqual(new Set(names));
  });

  it.each(counterexamples)('$rule is broken in $file by $to', ({ rule, file, from, to }) => {
    const text = workflowTexts[file] ?? '';
    expect(text).toContain(from);
    const broken = readAll({ ...workflowTexts, [file]: text.replace(from, () => to) });
    const { check } = rules.find(({ name }) => name === rule) ?? {};
    expect(check?.(broken)).not.toEqual([]);
  });
});
