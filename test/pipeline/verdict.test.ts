import { describe, expect, it } from 'vitest';

import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';

describe('the verdict as an object', () => {
  it('tells of a wrong configuration without failing', async () => {
    using project = new Greeter().write('pipeline.json', '{ "project": "greeter", "gates": ["nonsense"] }');
    const ask = (...field: string[]) => call(...project.arguments, 'verdict', ...field);
    const outcome = await ask('outcome');
    expect([outcome.exitCode, outcome.stdout.trim()]).toEqual([0, 'refused']);
    expect((await ask('exit-code')).stdout.trim()).toBe('2');
    expect((await ask('gates', 'name')).stdout.trim()).toBe('');
    expect((await ask('table')).stdout).toContain('nonsense');
  });
});
