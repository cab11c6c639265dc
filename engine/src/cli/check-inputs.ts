import { statSync } from 'node:fs';
import { cliName } from './names.ts';
import type { CallPlan, PlannedArgument, PlannedValue, SecretSource } from './plan-types.ts';
import { UsageError } from './usage-error.ts';

/**
 * Makes sure that everything that a plan takes from this machine is there, before anything runs.
 *
 * @param environment Where `env:` secrets are looked up.
 * @throws {UsageError} A path or a variable does not exist.
 */
export function checkInputs({ construct, steps }: CallPlan, environment: NodeJS.ProcessEnv): void {
  for (const planned of [...construct, ...steps.flatMap((step) => step.arguments)]) {
    checkValue(planned, planned.value, environment);
  }
}

function checkValue(planned: PlannedArgument, value: PlannedValue, environment: NodeJS.ProcessEnv): void {
  const flag = `--${cliName(planned.argument.name)}`;
  switch (value.kind) {
    case 'list':
      for (const item of value.items) checkValue(planned, item, environment);
      return;
    case 'directory':
    case 'file':
    case 'socket':
      checkPath(flag, value.path, value.kind);
      return;
    case 'secret':
      checkSecret(flag, value.source, environment);
      return;
    case 'data':
    case 'service':
    case 'container':
  }
}

function checkSecret(flag: string, { scheme, from }: SecretSource, environment: NodeJS.ProcessEnv): void {
  if (scheme === 'file') checkPath(flag, from, 'file');
  if (scheme === 'env' && environment[from] === undefined) {
    throw new UsageError(`${flag}: the variable ${from} is not set`, 'Set it, or name another.');
  }
}

function checkPath(flag: string, path: string, expected: 'directory' | 'file' | 'socket'): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(
      `${flag}: expected a ${expected}, but ${path} does not exist`,
      'Name one that exists.',
    );
  }
  const fits = { directory: stat.isDirectory(), file: !stat.isDirectory(), socket: stat.isSocket() }[
    expected
  ];
  if (!fits) {
    const found = stat.isDirectory() ? 'directory' : 'file';
    throw new UsageError(`${flag}: expected a ${expected}, but ${path} is a ${found}`, `Name a ${expected}.`);
  }
}
