import { describe, expect, it } from 'vitest';
import { use } from '../support/believable-case.ts';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'trivy');

/** A project whose image has its package.json, with a licence or without. */
function licensed(licence: string | undefined): Greeter {
  const project = use(new Greeter(), ['licences'], { licences: { allowed: ['MIT', 'Apache-2.0'] } });
  const manifest = { name: 'greeter', version: '1.0.0', type: 'module', license: licence };
  return project.write('package.json', JSON.stringify(manifest));
}

describe('licences', () => {
  it.each([
    ['(GPL-3.0-only OR MIT)', 0, /^licences +passed .*0 findings in \d+ packages? of the image/m],
    ['GPL-3.0-only', 1, /greeter@1\.0\.0 has the licence GPL-3\.0-only, which is not allowed/],
    [undefined, 1, /greeter@1\.0\.0 names no licence/],
  ])('%s', async (licence, exitCode, says) => {
    using project = licensed(licence);
    const ended = await call(...project.arguments, 'ci');
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(exitCode);
  });

  it('an image that has no package was not checked', async () => {
    using project = use(new Greeter(), ['licences'], { licences: { allowed: ['MIT'] } });
    project.write('Dockerfile', 'FROM scratch\nCOPY src src\n');
    const ended = await call(...project.arguments, 'ci');
    expect(ended.stderr).toMatch(/licences: unavailable: nothing was checked: 0 packages of the image/);
    expect(ended.exitCode).toBe(3);
  });

  it('a list of allowed licences is asked for where the gate is named', async () => {
    using project = use(new Greeter(), ['licences']);
    const ended = await call(...project.arguments, 'ci');
    expect(ended.stderr).toMatch(/\/licences\/allowed: expected the licences that packages may have/);
    expect(ended.exitCode).toBe(2);
  });
});
