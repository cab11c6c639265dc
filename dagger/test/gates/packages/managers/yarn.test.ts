import { describe, expect, test } from 'vitest';

import { yarn } from '../../../../src/gates/packages/managers/yarn.ts';

const ended = (output: string, exitCode = 1): ReturnType<typeof yarn.decide> =>
  yarn.decide({ exitCode, broke: true, stdout: output, stderr: '' }, 'yarn install');

/** Output of Yarn 4, as it was. */
const drift = `➤ YN0000: · Yarn 4.18.1
➤ YN0000: ┌ Resolution step
➤ YN0085: │ + kleur@npm:4.1.5
➤ YN0085: │ - kleur@npm:4.1.4
➤ YN0000: └ Completed
➤ YN0000: ┌ Post-resolution validation
➤ YN0000: │ @@ -265,19 +265,18 @@
➤ YN0000: │    linkType: hard
➤ YN0028: │ -"kleur@npm:4.1.4":
➤ YN0028: │ -  version: 4.1.4
➤ YN0028: │ +"kleur@npm:4.1.5":
➤ YN0028: │ +  version: 4.1.5
➤ YN0028: │ +
➤ YN0000: │    languageName: node
➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.
➤ YN0000: └ Completed
➤ YN0000: · Failed with errors in 0s 163ms
`;
const refused = `➤ YN0000: · Yarn 4.18.1
➤ YN0000: ┌ Fetch step
➤ YN0001: │ Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed before the connection was established
    at TLSSocket.onClose (node:net:1243:10)
➤ YN0000: └ Completed in 0s 497ms
➤ YN0000: · Failed with errors in 0s 554ms
`;

describe('a project that cannot be installed as it stands is red, and says why', () => {
  test.each([
    [
      'YN0028',
      drift,
      'yarn install: The lockfile would have been modified by this install, which is explicitly forbidden.',
    ],
    [
      'YN0082',
      '➤ YN0000: ┌ Resolution step\n➤ YN0082: │ kleur@npm:99.0.0: No candidates found\n➤ YN0000: · Failed\n',
      'yarn install: kleur@npm:99.0.0: No candidates found',
    ],
    [
      'YN0018',
      "➤ YN0018: │ kleur@npm:4.1.4: The remote archive doesn't match the expected checksum\n",
      "yarn install: kleur@npm:4.1.4: The remote archive doesn't match the expected checksum",
    ],
    [
      'syntax',
      "Syntax Error: Expected property name or '}' in JSON at position 2 (when parsing /src/package.json)\n    at JSON.parse\n",
      "yarn install: Expected property name or '}' in JSON at position 2 (when parsing /src/package.json)",
    ],
    [
      'lockfile-syntax',
      'YAMLException: unexpected end of the stream within a flow collection (2:1)\n\n 1 | {\n',
      'yarn install: yarn.lock: unexpected end of the stream within a flow collection (2:1)',
    ],
  ])('%s', (rule, output, reason) => {
    const decision = ended(output);
    expect(decision).toMatchObject({
      outcome: 'failed',
      findings: [{ tool: 'yarn', rule, severity: 'HIGH' }],
    });
    expect(decision?.reason.startsWith(reason)).toBe(true);
  });

  test('a lockfile that would change is told with what would', () => {
    expect(ended(drift)?.reason).toMatch(/kleur@npm:4\.1\.4, kleur@npm:4\.1\.5/);
  });
});

describe('what a registry or the machine is the cause of is unavailable', () => {
  test.each([
    [
      refused,
      'yarn install ended with code 1: Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed before the connection was established',
    ],
    [
      '➤ YN0035: │ a@npm:1.0.0: Package not found\n➤ YN0035: │   Response Code: 404 (Not Found)\n',
      'yarn install ended with code 1: a@npm:1.0.0: Package not found',
    ],
    [drift.slice(0, 200), 'yarn install ended with code 1: '],
    [drift.slice(0, drift.indexOf('➤ YN0028: │ The')), 'yarn install ended with code 1: '],
    ['', 'yarn install ended with code 1: '],
  ])('%j', (output, reason) => {
    const decision = ended(output);
    expect(decision).toMatchObject({ outcome: 'unavailable', findings: [] });
    expect(decision?.reason.startsWith(reason)).toBe(true);
  });

  test('a time that ran out, whatever Yarn said before', () => {
    expect(ended(drift, 124)?.reason).toMatch(/^yarn install ran out of time: /);
  });
});
