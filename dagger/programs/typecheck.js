/**
 * Type-checks a project by its own TypeScript and prints the compiler's errors, then one JSON line of facts: which
 * configurations were checked, how many files of the source the compiler looked at, and how many of TypeScript's it did not. Where the top
 * directory has no tsconfig.json, the topmost ones below it are checked, as workspaces have them. A configuration that
 * refers to others is built, because the compiler looks at none of their files otherwise.
 *
 * Usage: node typecheck.mjs '{"tsc": "node_modules/typescript/bin/tsc", "buildInfo": "FOLDER" or null}'
 */
/* global process */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const source = process.cwd();
const isScript = /(?<!\.d)\.[cm]?[jt]sx?$/;
const isSource = /(?<!\.d)\.[cm]?tsx?$/;
const isLeftOut = (name) => name === 'node_modules' || name === '.git';

/** Configurations to check, as paths relative to the source. */
function configurations(folder = '') {
  const own = folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`;
  if (existsSync(own)) return [own];
  return foldersIn(folder).flatMap((name) => configurations(join(folder, name)));
}

function foldersIn(folder) {
  return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isLeftOut(entry.name))
    .map(({ name }) => name);
}

/** TypeScript's sources below a folder. */
function sourcesBelow(folder = '') {
  const entries = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    if (entry.isDirectory())
      return isLeftOut(entry.name) ? sum : sum + sourcesBelow(join(folder, entry.name));
    return sum + (isSource.test(entry.name) ? 1 : 0);
  }, 0);
}

/** Runs the compiler: `{code, stdout}`; what it says on its error output is passed on. */
function compile(tsc, args) {
  const child = spawn(process.execPath, [tsc, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 137, signal, stdout }));
  });
}

/** Whether a configuration refers to others. One that cannot be read is left to the compiler to tell. */
async function refersToOthers(tsc, config) {
  const { code, stdout } = await compile(tsc, ['-p', config, '--showConfig']);
  if (code !== 0) return false;
  return (JSON.parse(stdout).references ?? []).length > 0;
}

/** The compiler's lines apart: errors, and the files that it looked at. */
function sorted(stdout) {
  const lines = stdout.split(/\r?\n/);
  const isFile = (line) => line.startsWith('/') && !/\(\d+,\d+\): error /.test(line);
  return {
    errors: lines.filter((line) => line !== '' && !isFile(line)),
    files: lines.filter(
      (line) =>
        isFile(line) &&
        line.startsWith(`${source}/`) &&
        !line.includes('/node_modules/') &&
        isScript.test(line),
    ),
  };
}

async function check({ tsc, buildInfo }, config) {
  const always = ['--pretty', 'false', '--listFiles'];
  const info =
    buildInfo === null
      ? []
      : ['--incremental', '--tsBuildInfoFile', join(buildInfo, `${config.replaceAll('/', '_')}.tsbuildinfo`)];
  // What a build writes goes with this container.
  const args = (await refersToOthers(tsc, config)) ? ['-b', config] : ['-p', config, '--noEmit', ...info];
  const { code, stdout } = await compile(tsc, [...args, ...always]);
  return { config, code, ...sorted(stdout) };
}

const settings = JSON.parse(process.argv[2]);
const checked = [];
for (const config of configurations()) checked.push(await check(settings, config));
for (const { errors } of checked) for (const line of errors) process.stdout.write(`${line}\n`);
const lookedAt = new Set(checked.flatMap(({ files }) => files));
const facts = {
  configurations: checked.map(({ config }) => config),
  files: lookedAt.size,
  missed: sourcesBelow() - [...lookedAt].filter((file) => isSource.test(file)).length,
};
process.stdout.write(`${JSON.stringify({ typecheck: facts })}\n`);
process.exitCode = Math.max(0, ...checked.map(({ code }) => code));
