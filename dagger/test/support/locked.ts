import { readLockfile, type ScriptedLockfile } from '../../src/gates/packages/read-lockfile.ts';
import { fixture } from './fixture.ts';

/** The lockfile of the captured audits: minimist by way of mkdirp, and lodash for development. */
export function capturedLockfile(file = 'pnpm-lock.yaml'): ScriptedLockfile {
  return readLockfile(fixture('read-lockfile.json'), file);
}
