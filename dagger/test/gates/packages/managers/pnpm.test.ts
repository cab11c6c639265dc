import { describe, expect, test } from 'vitest';

import { pnpm } from '../../../../src/gates/packages/managers/pnpm.ts';

const ended = (output: string, exitCode = 1): ReturnType<typeof pnpm.decide> =>
  pnpm.decide({ exitCode, broke: true, stdout: output, stderr: '' }, 'pnpm install');

/** Output of pnpm 10, 9 and 12, as it was. */
const drift10 = `\u2009ERR_PNPM_OUTDATED_LOCKFILE\u2009 Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json

Note that in CI environments this setting is true by default. If you still need to run install in such cases, use "pnpm install --no-frozen-lockfile"

  Failure reason:
  specifiers in the lockfile don't match specifiers in package.json:
* 1 dependencies are mismatched:
  - kleur (lockfile: 4.1.4, manifest: 4.1.5)
`;
const drift9 = ` ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json

    Failure reason:
    specifiers in the lockfile ({"kleur":"4.1.4"}) don't match specs in package.json ({"kleur":"4.1.5"})
`;
const drift12 = `Error: ERR_PNPM_OUTDATED_LOCKFILE

  × installing dependencies
  ╰─▶ Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up
      to date with package.json.
      
        Failure reason:
        specifiers in the lockfile don't match specifiers in package.json:
      * in importers["."]:
      * 1 dependency is mismatched:
        - kleur (lockfile: 4.1.4, manifest: 4.1.5)
  help: Regenerate the lockfile with \`pnpm install --lockfile-only\` so that
        pnpm-lock.yaml reflects the current package.json.
`;
const version12 = `Progress: resolved 0, reused 1, downloaded 0, added 0
Error: ERR_PNPM_NO_MATCHING_VERSION

  × installing dependencies
  ├─▶ Failed to resolve dependency tree: No matching version found for
  │   kleur@99.0.0 while fetching it from https://registry.example/
  │   
  │   Failed to resolve kleur@99.0.0
  ╰─▶ No matching version found for kleur@99.0.0 while fetching it from
      https://registry.example/
    help: The latest release of kleur is "4.1.5". Published at 2/23/2024
`;
const refused12 = `Lockfile is up to date, resolution step is skipped
[WARN] a@1.0.0 is an optional dependency that could not be fetched. Excluding it from installation.
ERR_PNPM_TARBALL_FETCH_TARBALL: Failed to fetch https://nowhere.example/a.tgz
Error: ERR_PNPM_TARBALL_FETCH_TARBALL

  × installing dependencies
  ├─▶ Failed to fetch https://nowhere.example/kleur/-/kleur-4.1.4.tgz: error
  │   sending request: client error (Connect): dns error
  ├─▶ error sending request
  ╰─▶ failed to lookup address information: Name or service not known
`;

describe('a project that cannot be installed as it stands is red, and says why', () => {
  test.each([
    [
      'ERR_PNPM_OUTDATED_LOCKFILE',
      drift10,
      'pnpm install: Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json: kleur (lockfile: 4.1.4, manifest: 4.1.5)',
    ],
    [
      'ERR_PNPM_OUTDATED_LOCKFILE',
      drift9,
      'pnpm install: Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json',
    ],
    [
      'ERR_PNPM_OUTDATED_LOCKFILE',
      drift12,
      'pnpm install: Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json: kleur (lockfile: 4.1.4, manifest: 4.1.5)',
    ],
    [
      'ERR_PNPM_NO_MATCHING_VERSION',
      ' ERR_PNPM_NO_MATCHING_VERSION  No matching version found for kleur@99.0.0\n\nThe latest release of kleur is "4.1.5".\n',
      'pnpm install: No matching version found for kleur@99.0.0',
    ],
    [
      'ERR_PNPM_NO_MATCHING_VERSION',
      version12,
      'pnpm install: No matching version found for kleur@99.0.0 while fetching it from https://registry.example/',
    ],
    [
      'ERR_PNPM_TARBALL_INTEGRITY',
      ' ERR_PNPM_TARBALL_INTEGRITY  Got unexpected checksum for "https://registry.example/a.tgz".\n',
      'pnpm install: Got unexpected checksum for "https://registry.example/a.tgz"',
    ],
    [
      'ERR_PNPM_BROKEN_LOCKFILE',
      ' ERR_PNPM_BROKEN_LOCKFILE  The lockfile at "/src/pnpm-lock.yaml" is broken: unexpected end\n\n 1 | broken: [\n',
      'pnpm install: The lockfile at "/src/pnpm-lock.yaml" is broken: unexpected end',
    ],
    [
      'ERR_PNPM_BROKEN_LOCKFILE',
      '[ERR_PNPM_BROKEN_LOCKFILE] The lockfile at "/src/pnpm-lock.yaml" is broken: unexpected end\n',
      'pnpm install: The lockfile at "/src/pnpm-lock.yaml" is broken: unexpected end',
    ],
    [
      'ERR_PNPM_JSON_PARSE',
      "[ERROR] Expected property name or '}' in JSON at position 2 in /src/package.json\n\n  1 | {\n",
      "pnpm install: Expected property name or '}' in JSON at position 2 in /src/package.json",
    ],
    [
      'ERR_PNPM_JSON_PARSE',
      'Error:   × derive workspace root and package manager policy\n  ├─▶ read package manager policy\n  ╰─▶ EOF while parsing an object at line 2 column 0\n',
      'pnpm install: EOF while parsing an object at line 2 column 0',
    ],
    [
      'ERR_PNPM_JSON_PARSE',
      "\u2009ERROR\u2009 Expected property name or '}' in JSON at position 2 while parsing '{' in /src/package.json\nFor help, run: pnpm help install\n",
      "pnpm install: Expected property name or '}' in JSON at position 2 while parsing '{' in /src/package.json",
    ],
  ])('%s', (rule, output, reason) => {
    expect(ended(output)).toMatchObject({
      outcome: 'failed',
      reason,
      findings: [{ tool: 'pnpm', rule, severity: 'HIGH', message: reason }],
    });
  });
});

test('a dependency that is missing in the lockfile is told', () => {
  const output = drift10.replace(
    /\* 1 dependencies are mismatched[\s\S]*/,
    '* 1 dependencies were added: kleur@4.1.5\n',
  );
  expect(ended(output)?.reason).toMatch(
    /is not up to date with <ROOT>\/package\.json: added: kleur@4\.1\.5$/,
  );
});

describe('what a registry or the machine is the cause of is unavailable', () => {
  test.each([
    [
      '\u2009ENOTFOUND\u2009 request to https://nowhere.example/a.tgz failed, reason: getaddrinfo ENOTFOUND nowhere.example\n',
      'pnpm install ended with code 1: request to https://nowhere.example/a.tgz failed, reason: getaddrinfo ENOTFOUND nowhere.example',
    ],
    [
      ' ERR_PNPM_FETCH_404  GET https://registry.example/a: Not Found - 404\n',
      'pnpm install ended with code 1: GET https://registry.example/a: Not Found - 404',
    ],
    [
      refused12,
      'pnpm install ended with code 1: failed to lookup address information: Name or service not known',
    ],
    [
      ' ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)\n',
      'pnpm install ended with code 1: Unsupported environment (bad pnpm and/or Node.js version)',
    ],
    ['[ERROR] fetch failed\n\nTypeError: fetch failed\n', 'pnpm install ended with code 1: fetch failed'],
    [drift10.slice(1, 12), 'pnpm install ended with code 1: ERR_PNPM_OU'],
    ['', 'pnpm install ended with code 1: '],
  ])('%j', (output, reason) => {
    expect(ended(output)).toMatchObject({ outcome: 'unavailable', reason, findings: [] });
  });

  test('a time that ran out, whatever pnpm said before', () => {
    expect(ended(drift10, 124)?.reason).toMatch(/^pnpm install ran out of time: /);
  });
});
