import { describe, expect, it } from 'vitest';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

/** A project with these packages for development, these scripts, no settings of the pipeline and no lockfile. */
function projectWith(
  devDependencies: Readonly<Record<string, string>>,
  scripts: Readonly<Record<string, string>> = {},
): Greeter {
  const project = new Greeter();
  const settings = ['package-lock.json', 'pipeline.json', 'tsconfig.json', 'eslint.config.js', 'Dockerfile'];
  for (const name of [...settings, '.prettierrc.json', '.prettierignore', 'src', 'test'])
    project.remove(name);
  const manifest = { name: 'small', private: true, type: 'module', scripts, devDependencies };
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
  const scripts = { lint: 'prettier --check .' };

  it('is green, with the number of files', async () => {
    using project = projectWith(packages, scripts).write('index.js', 'export const one = 1;\n');
    const ended = await lint(project);
    expect(ended.stdout, ended.stderr).toMatch(/^lint: passed: prettier: 0 findings in \d files/m);
  });

  it('is red for the file that is not formatted, and for no other', async () => {
    using project = projectWith(packages, scripts)
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

describe('oxlint', () => {
  const packages = { oxlint: '1.94.0' };

  it('is green with its warnings told, red for an error, and unavailable where it looks at no file', async () => {
    using project = projectWith(packages, { lint: 'oxlint' }).write('index.js', 'debugger;\n');
    const green = await lint(project);
    expect(green.stdout, green.stderr).toMatch(/^lint: passed: oxlint: 0 findings in 1 file, 1 warning/m);

    project.write('.oxlintrc.json', '{ "rules": { "no-debugger": "error" } }\n');
    const red = await lint(project);
    expect(red.stderr).toMatch(/^index\.js:1:1: eslint\(no-debugger\) \(oxlint, HIGH\)/m);
    expect(red.exitCode).toBe(1);

    project.remove('index.js');
    const none = await lint(project);
    expect(none.stderr).toMatch(/^lint: unavailable: .*oxlint checked no file/m);
    expect(none.exitCode).toBe(3);
  });
});

describe("the project's own scripts", () => {
  it('say what a tool looks at, and what they leave out is told', async () => {
    using project = projectWith({ prettier: '3.10.1' }, { lint: 'prettier --check src' })
      .write('src/index.js', 'export const one = 1;\n')
      .write('scripts/other.js', 'export const  two = 2\n');
    const green = await lint(project);
    expect(green.stdout, green.stderr).toMatch(/^lint: passed: prettier: 0 findings in 1 of 2 files/m);
    expect(green.stdout).toMatch(
      /^lint: prettier looks at src alone, as scripts\.lint says: 1 file is left out: scripts\/other\.js$/m,
    );

    project.write('pipeline.json', '{ "lint": { "scope": "source" } }\n');
    const red = await lint(project);
    expect(red.stderr).toMatch(/^scripts\/other\.js:1: format \(prettier, HIGH\)/m);
    expect(red.exitCode).toBe(1);
  });
});

describe('lint.commands', () => {
  const log = (results: string): string =>
    `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"prose"}},"results":[${results}]}]}`;
  const result =
    '{"ruleId":"loud","level":"error","message":{"text":"Do not yell."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.md"},"region":{"startLine":2}}}]}';
  const running = (run: string): string =>
    JSON.stringify({ lint: { commands: [{ name: 'prose', run, sarif: 'out.sarif' }] } });

  it('are green without a result, red with one, and unavailable without their file', async () => {
    using project = projectWith({})
      .write('clean.json', log(''))
      .write('found.json', log(result))
      .write('out.sarif', log(''))
      .write('pipeline.json', running('cp clean.json out.sarif'));
    const green = await lint(project);
    expect(green.stdout, green.stderr).toMatch(/^lint: passed: prose: 0 findings/m);

    const red = await lint(project.write('pipeline.json', running('cp found.json out.sarif; exit 2')));
    expect(red.stderr).toMatch(/^a\.md:2: prose\/loud \(lint-command, HIGH\): Do not yell\./m);
    expect(red.exitCode).toBe(1);

    const none = await lint(project.write('pipeline.json', running('echo nothing written')));
    expect(none.stderr).toMatch(/^lint: unavailable: prose ended with code 0 and left no file out\.sarif/m);
    expect(none.exitCode).toBe(3);
  });
});
