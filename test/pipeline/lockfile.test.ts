import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

/** The greeter with a lockfile in which every package comes from one host, with signatures left out: nothing is installed. */
function lockedTo(registry: string): Greeter {
  const project = new Greeter();
  const lockfile = JSON.parse(readFileSync(project.path('package-lock.json'), 'utf8')) as {
    packages: Record<string, object>;
  };
  const packages = Object.entries(lockfile.packages).map(([path, entry]) => [
    path,
    path === '' ? entry : { ...entry, resolved: `${registry}${path.replace(/^.*node_modules\//, '')}.tgz` },
  ]);
  return project
    .write(
      'package-lock.json',
      JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) as object }),
    )
    .write(
      'pipeline.json',
      JSON.stringify({ project: 'greeter', gates: ['audit'], audit: { signatures: false } }),
    );
}

describe('a lockfile whose packages all come from one host', () => {
  const stranger = 'https://stranger.invalid/npm/';

  it('is red where npm is not configured to take them from there', async () => {
    using project = lockedTo(stranger);
    const ended = await call(...project.arguments, 'audit');
    expect(ended.stderr).toMatch(
      /other-registry \(lockfile, HIGH\): .* comes from https:\/\/stranger\.invalid/,
    );
    expect(ended.exitCode).toBe(1);
  });

  it("is sound where the project's .npmrc names that host", async () => {
    using project = lockedTo(stranger).write('.npmrc', `registry=${stranger}\n`);
    const ended = await call(...project.arguments, 'audit');
    expect(ended.stderr).toMatch(/0 findings in the lockfile's \d+ packages/);
  });
});
