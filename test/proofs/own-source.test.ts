import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Checkout } from '../support/checkout.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'golang', 'semgrep', 'trivy', 'hadolint', 'postgres');

/** All but those that ask the world, whose answer is another one tomorrow. */
const gates = ['lint', 'dockerfile', 'semgrep', 'test', 'image', 'scan-config', 'scan-secrets', 'smoke'];

it("the project's own source passes its own gates", async () => {
  using source = new Checkout(gates);
  // Its list of gates is another one now, and lint looks at that too.
  const filepath = join(source.folder, 'pipeline.json');
  const style = await resolveConfig(filepath);
  writeFileSync(filepath, await format(readFileSync(filepath, 'utf8'), { ...style, filepath }));
  const { exitCode, stdout, stderr } = await call('--source', source.folder, 'ci');
  expect(stdout, stderr).toMatch(/^verdict: passed \(exit code 0\)/m);
  expect(exitCode).toBe(0);
});
