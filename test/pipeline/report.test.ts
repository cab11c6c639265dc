import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from './support/call.ts';
import { Greeter } from './support/greeter.ts';

const schemaFile = new URL('../../dagger/verdict.schema.json', import.meta.url);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

function isVerdict(text: string): boolean {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  return ajv.validate(JSON.parse(readFileSync(schemaFile, 'utf8')) as object, JSON.parse(text));
}

describe('report', () => {
  it('is whole when gates are red, and its call ends with exit code 0', async () => {
    using project = new Greeter()
      .replace('src/greet.ts', 'Hello, $', 'Bye,   $')
      .replace('src/greet.ts', "return 'Hello!'", 'return  "Hello!"');
    const ended = await call(...project.arguments, 'report', 'export', '--path', folder);
    expect(ended.exitCode).toBe(0);
    expect(isVerdict(read('verdict.json'))).toBe(true);
    const verdict = JSON.parse(read('verdict.json')) as { outcome: string; exitCode: number };
    expect(verdict).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(read('summary.md')).toContain(String.raw`src/greet\.ts`);
    expect(read('index.html')).toContain('greets by name');
    expect(read('junit.xml')).toContain('greets by name');
    const sarif = JSON.parse(read('prettier.sarif')) as { version: string; runs: { results: unknown[] }[] };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results).toHaveLength(1);
  });

  it('has what hadolint finds as SARIF, where the project names its gate', async () => {
    using project = new Greeter()
      .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['dockerfile'] }))
      .replace('Dockerfile', 'COPY src src', 'ADD src src');
    const ended = await call(...project.arguments, 'report', 'export', '--path', folder);
    expect(ended.exitCode).toBe(0);
    const sarif = JSON.parse(read('hadolint.sarif')) as { runs: { results: { ruleId: string }[] }[] };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['DL3020']);
  });

  it('is green, with coverage, when every gate passed', async () => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'report', 'export', '--path', folder);
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(read('verdict.json'))).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      coverage: { lines: 100 },
    });
    expect(readdirSync(folder)).toContain('coverage');
    expect(existsSync(join(folder, 'eslint.sarif'))).toBe(true);
  });
});
