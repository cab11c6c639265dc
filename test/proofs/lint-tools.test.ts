import { describe, expect, it } from 'vitest';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

/** A project with these packages for development, one script, no settings of the pipeline and no lockfile. */
function projectWith(devDependencies: Readonly<Record<string, string>>): Greeter {
  const project = new Greeter();
  const settings = ['package-lock.json', 'pipeline.json', 'tsconfig.json', 'eslint.config.js', 'Dockerfile'];
  for (const name of [...settings, '.prettierrc.json', '.prettierignore', 'src', 'test'])
    project.remove(name);
  const manifest = { name: 'small', private: true, type: 'module', devDependencies };
  return project.write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

const lint = (project: Greeter): Promise<Ended> => call(...project.arguments, 'lint');

describe('Biome', () => {
  const packages = { '@biomejs/biome': '2.6.8' };
  const settings = '{ "formatter": { "indentStyle": "space" } }\n';

  it('is green, with the number of files', async () => {
    using project = projectWith(packages)
      .write('biome.json', settings)
      .write('index.ts', 'export const one = 1;\n');
    const ended = await lint(project);
    expect(ended.stdout, ended.stderr).toMatch(/^lint: passed: biome: 0 findings in 3 files/m);
    expect(ended.exitCode).toBe(0);
  });

  it('is red for an error and for a file that is not formatted', async () => {
    using project = projectWith(packages)
      .write('biome.json', settings)
      .write('index.ts', 'export const isOne = (a: number) => a == 1\n');
    const ended = await lint(project);
    expect(ended.stderr).toMatch(/^index\.ts:1: lint\/suspicious\/noDoubleEquals \(biome, HIGH\)/m);
    expect(ended.stderr).toMatch(/^index\.ts:1: format \(biome, HIGH\)/m);
    expect(ended.exitCode).toBe(1);
    const fixed = await call(...project.arguments, 'format', 'modified-paths');
    expect(fixed.stdout.trim()).toBe('index.ts');
  });

  it('is unavailable where it is to look at no file', async () => {
    using project = projectWith(packages).write('biome.json', '{ "files": { "includes": ["!**"] } }\n');
    const ended = await lint(project);
    expect(ended.stderr).toMatch(/^lint: unavailable: .*biome checked no file/m);
    expect(ended.exitCode).toBe(3);
  });
});

describe('Prettier 2', () => {
  const packages = { prettier: '2.8.8' };

  it('is green, with the number of files', async () => {
    using project = projectWith(packages).write('index.js', 'export const one = 1;\n');
    const ended = await lint(project);
    expect(ended.stdout, ended.stderr).toMatch(/^lint: passed: prettier: 0 findings in \d files/m);
  });

  it('is red for the file that is not formatted, and for no other', async () => {
    using project = projectWith(packages)
      .write('index.js', 'export const one = 1;\n')
      .write('other.js', 'export const  two = 2\n');
    const ended = await lint(project);
    expect(ended.stderr).toMatch(/^other\.js:1: format \(prettier, HIGH\)/m);
    expect(ended.stderr).not.toMatch(/^index\.js/m);
    expect(ended.exitCode).toBe(1);
  });
});

describe('vue-tsc', () => {
  const packages = { vue: '3.5.45', 'vue-tsc': '3.3.14', typescript: '5.9.3' };
  const component = (value: string): string =>
    `<script setup lang="ts">\nconst count: number = ${value};\n</script>\n\n<template>{{ count }}</template>\n`;
  const settings = JSON.stringify({
    compilerOptions: { strict: true, module: 'ESNext', moduleResolution: 'Bundler', target: 'ES2022' },
    include: ['*.ts', '*.vue'],
  });

  it.each([
    ['is green for a component whose types hold', '1', 0, /^lint: passed: .*vue-tsc: 0 findings/m],
    ['is red for one whose types do not', "'one'", 1, /^App\.vue:2:\d+: TS2322 \(vue-tsc, HIGH\)/m],
  ])('%s', async (_, value, exitCode, says) => {
    using project = projectWith(packages)
      .write('tsconfig.json', settings)
      .write('index.ts', "export { default } from './App.vue';\n")
      .write('App.vue', component(value));
    const ended = await lint(project);
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(exitCode);
  });
});
