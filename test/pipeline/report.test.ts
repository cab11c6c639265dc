import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs, toolImage } from '../support/images.ts';

needs('node');

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

interface ImageUse {
  readonly reference: string;
  readonly purpose: string;
  readonly madeFromPackages?: boolean;
}

/** What Docker says of an image that this machine has, or makes. */
async function isMade(reference: string): Promise<boolean> {
  const { Config } = await new Dockerode().getImage(await toolImage(reference)).inspect();
  return Config.Labels?.['made-from-packages'] !== undefined;
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
    const sarif = JSON.parse(read('prettier.sarif')) as {
      version: string;
      runs: { results: { suppressions?: unknown }[] }[];
    };
    expect(sarif.version).toBe('2.1.0');
    const standing = sarif.runs[0]?.results.filter(({ suppressions }) => suppressions === undefined);
    expect(standing).toHaveLength(1);
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
    expect(read('sbom.cyclonedx.json')).toContain('CycloneDX');
    expect(read('sbom.spdx.json')).toContain('SPDX');
  });

  it('tells of every image that gates used whether it was made from packages', async () => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'report', 'export', '--path', folder);
    expect(ended.exitCode).toBe(0);
    const { images } = JSON.parse(read('verdict.json')) as { images: ImageUse[] };
    expect(images.map(({ purpose }) => purpose)).toEqual(['lint, test, smoke', 'base of the image']);
    for (const { reference, madeFromPackages = false } of images)
      expect([reference, madeFromPackages]).toEqual([reference, await isMade(reference)]);
    const made = images.filter(({ madeFromPackages }) => madeFromPackages).length;
    expect(read('index.html').split('made from packages</span>')).toHaveLength(made + 1);
  });

  it('has no SARIF file of a tool that could not look, though another tool made its gate red', async () => {
    using project = new Greeter()
      .remove('eslint.config.js')
      .replace('src/greet.ts', "return 'Hello!'", 'return  "Hello!"');
    const ended = await call(...project.arguments, 'report', 'export', '--path', folder);
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(read('verdict.json'))).toMatchObject({
      gates: [{ gate: 'lint', outcome: 'failed', unchecked: ['eslint'] }, {}, {}, {}],
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.sarif'))).not.toContain('eslint.sarif');
    expect(existsSync(join(folder, 'prettier.sarif'))).toBe(true);
  });
});
