import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeImage } from '../../src/images/make.ts';
import type { Recipe } from '../../src/images/recipe.ts';
import { newName } from '../support/own-names.ts';
import { temporaryFolder } from '../support/temporary.ts';

const docker = new Dockerode();
let place: ReturnType<typeof temporaryFolder>;
let folder = '';
let recipe: Recipe;

beforeEach(async () => {
  place = temporaryFolder();
  folder = place.path;
  const name = newName();
  recipe = { name, repositories: [name], tags: /^1$/, roots: [], notes: ['for a test'] };
  await mkdir(join(folder, name));
  await write('Dockerfile', 'FROM scratch\nCOPY content /content\n');
  await write('content', 'one');
});

afterEach(async () => {
  place[Symbol.dispose]();
  const left = await docker.listImages({ filters: { label: [`made-from-packages=${recipe.name}`] } });
  await Promise.all(left.map(({ Id }) => docker.getImage(Id).remove({ force: true })));
});

/** What the recipes of these tests need of this machine's settings. */
const unconfigured = { debianArchives: [], aptOptions: [], npmrc: '', pipConf: '', goEnv: '' };

const write = (file: string, text: string) => writeFile(join(folder, recipe.name, file), text);

async function make() {
  const lines: string[] = [];
  const made = await makeImage(docker, recipe, {
    report: (line) => lines.push(line),
    verbose: () => undefined,
    recipesFolder: folder,
    readSettings: () => Promise.resolve(unconfigured),
  });
  return { ...made, lines };
}

test('a recipe is made once, and found the next time', async () => {
  const first = await make();
  const second = await make();
  expect(first.lines[0]).toMatch(/^making it from packages/);
  expect(second).toEqual({ imageId: first.imageId, localName: first.localName, lines: [] });
});

test('a made image says so by its labels, also in what is built on it', async () => {
  const { imageId } = await make();
  const { Config } = await docker.getImage(imageId).inspect();
  expect(Config.Labels).toMatchObject({
    'made-from-packages': recipe.name,
    'made-from-packages.recipe': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

test('a recipe that changed is made anew, under another name', async () => {
  const before = await make();
  await write('content', 'two');
  const after = await make();
  expect(after.imageId).not.toBe(before.imageId);
  expect(after.localName).not.toBe(before.localName);
});

test('two processes at once make it once', async () => {
  const source = join(import.meta.dirname, '../../src/images/make.ts');
  const program = `import Dockerode from 'dockerode';
    import { makeImage } from ${JSON.stringify(source)};
    const recipe = { ...${JSON.stringify(recipe)}, tags: /^1$/ };
    const options = { report: (line) => console.log(line), verbose() {}, recipesFolder: ${JSON.stringify(folder)} };
    await makeImage(new Dockerode(), recipe, options);`;
  const run = async () => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
    return output;
  };
  const outputs = await Promise.all([run(), run()]);
  expect(outputs.filter((output) => output.includes('made in'))).toHaveLength(1);
});

test('a recipe that fails tells why, with the end of its output', async () => {
  await write('Dockerfile', 'FROM scratch\nCOPY missing /content\n');
  await expect(make()).rejects.toMatchObject({
    name: 'ImageNotMade',
    kind: 'failed',
    message: expect.stringContaining('missing') as string,
  });
});

test("a package's bytes that are not those of its pin are refused", async () => {
  recipe = { ...recipe, npmPackages: [{ name: 'ms', version: '2.1.3', integrity: 'sha512-other' }] };
  await expect(make()).rejects.toThrow('ms@2.1.3 should be sha512-other and is sha512-');
});
