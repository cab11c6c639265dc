import { expect, test } from 'vitest';

import { abnormalEnd, brokenDown } from '../../src/verdict/evidence.ts';
import { installHint, errorSummary } from '../../src/verdict/error-summary.ts';

const missingModule = `node:internal/modules/cjs/loader:1408
  throw err;
  ^

Error: Cannot find module '/src/node_modules/vitest/vitest.mjs'
    at Function._resolveFilename (node:internal/modules/cjs/loader:1405:15)
    at node:internal/main/run_main_module:33:47 {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v24.21.0
`;
const eslintHelper = `
Oops! Something went wrong! :(

ESLint: 9.39.1

Error: The 'jiti' library is required for loading TypeScript configuration files. Make sure to install it.
    at loadTypeScriptConfigFileWithJiti (/src/node_modules/eslint/lib/config/config-loader.js:238:9)
    at async ConfigLoader.calculateConfigArray (/src/node_modules/eslint/lib/config/config-loader.js:583:23)
`;

test.each([
  [missingModule, "Error: Cannot find module '/src/node_modules/vitest/vitest.mjs'"],
  [
    eslintHelper,
    "Error: The 'jiti' library is required for loading TypeScript configuration files. Make sure to install it.",
  ],
  [
    "\nOops! Something went wrong! :(\n\nESLint: 9.39.1\n\nESLint couldn't find an eslint.config.(js|mjs|cjs) file.\n\nhttps://a\n",
    "ESLint couldn't find an eslint.config.(js|mjs|cjs) file.",
  ],
  [
    '⎯⎯ Unhandled Error ⎯⎯\nclose timed out after 10000ms\n ❯ Loader node:internal/a:1:2\nSerialized Error: { code: 1 }\n⎯⎯⎯\n',
    'close timed out after 10000ms',
  ],
  ['TypeError [ERR_X]: bad\n    at a.js:1:1\n', 'TypeError [ERR_X]: bad'],
  ['one\ntwo\nthree\nfour\n', 'two | three | four'],
  ['\u001b[31mred\u001b[0m and \u202ereversed\n', 'red and reversed'],
])('the line that names the cause is told, never a stack: %j', (stderr, words) => {
  expect(errorSummary({ stdout: '', stderr })).toBe(words);
});

test.each([
  ["Error: Cannot find package 'jsdom' imported from /src/a.js", ' (add jsdom to devDependencies)'],
  ["[error] Cannot find package '@a/b.c' imported from /src/noop.js", ' (add @a/b.c to devDependencies)'],
  ["Error: The 'jiti' library is required for loading", ' (add jiti to devDependencies)'],
  ["Error: Cannot find module 'x'", ' (add x to devDependencies)'],
  ["Error: Cannot find module './x'", ''],
  ["Error: Cannot find module '/src/node_modules/vitest/vitest.mjs'", ''],
  ["Error: Cannot find package 'node:nowhere' imported from a", ''],
  ['anything else', ''],
])('what to install is told where a package is missing: %s', (said, hint) => {
  expect(installHint(said)).toBe(hint);
});

test('the output speaks where the error output is silent', () => {
  expect(errorSummary({ stdout: 'out\n', stderr: ' \n' })).toBe('out');
});

test('only codes of signals are told as signals', () => {
  expect(abnormalEnd({ exitCode: 143 })).toBe('was ended by SIGTERM');
  expect(abnormalEnd({ exitCode: 254 })).toBeUndefined();
  expect(brokenDown('npm', { exitCode: 254, stdout: '', stderr: 'Error: nothing there' })).toBe(
    'npm ended with code 254 and no report: Error: nothing there',
  );
});
