import { expect, it } from 'vitest';

import { gateNames } from '../../dagger/src/gates/order.ts';
import { wrongInCall } from './calls.ts';
import { read } from './project.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** How a script calls the module. */
const call = 'node engine/src/call.ts ';
const calls = Object.entries(scripts).filter(([, script]) => script.startsWith(call));

/** The gates that a script goes without. */
const allowed = (name: string): string[] =>
  /--allow-unavailable (\S+)/.exec(scripts[name] ?? '')?.[1]?.split(',') ?? [];

/** Those that ask the open internet: a database of flaws, a tool that is fetched. */
const online = ['codeql', 'audit', 'scan-vulnerabilities'];

it.each(calls)('npm run %s calls what the module has', (_, script) => {
  expect(wrongInCall(script.replace(call, 'npm run call -- '))).toBe(undefined);
});

it('ci, deploy and report go without the gates that need the open internet, and ci:strict without none', () => {
  expect(gateNames).toEqual(expect.arrayContaining(online));
  expect(['ci', 'deploy', 'report'].map(allowed)).toEqual([online, online, online]);
  expect(scripts['ci:strict']).toBe(`${call}ci`);
});
