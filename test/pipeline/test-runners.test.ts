import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs } from '../support/images.ts';
import { testedBy, uses } from '../support/tested-by.ts';

needs('node');

it('a project of jest is tested by jest over all of its sources, and red with the test and its place', async () => {
  using project = testedBy(uses.jest);
  const green = await call(...project.arguments, 'test');
  expect(green.stdout, green.stderr).toMatch(
    /^test: passed: 2 tests passed, 100\.0 % of the lines of the sources \S+ covered/m,
  );
  project.replace('src/greet.js', 'Hello, $', 'Bye, $').write('src/untested.js', 'exports.none = () => 1;\n');
  const red = await call(...project.arguments, 'test');
  expect(red.stderr).toMatch(/^test\/greet\.test\.js:\d+:\d+: test-failed \(jest, HIGH\): greets by name: /m);
  expect(red.exitCode).toBe(1);
});
