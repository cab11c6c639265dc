// @ts-check
/**
 * Type-checks a project by its own TypeScript and prints the compiler's errors, then one JSON line of facts: which
 * configurations were checked, how many files of the source the compiler checked, and how many TypeScript files it did not.
 * If the top directory has no tsconfig.json, the topmost ones below it are checked, as workspaces have them. A configuration that
 * refers to others is built, because the compiler checks none of their files otherwise.
 *
 * Usage: node typecheck.js '{"tsc": "node_modules/typescript/bin/tsc", "buildInfo": "FOLDER" or null}'
 */
/* global process */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { filesBelow } from '../source/files-below.js';

/**
 * @import { TscFacts } from '../../src/gates/lint/tsc.ts'
 */

/**
 * Settings: the compiler, a folder that keeps its build information between runs, null for none, and the configurations
 * that the project's own script names, none for those that are found.
 * @typedef {{ tsc: string, buildInfo: string | null, configurations?: string[] }} Settings
 */

const source = process.cwd();
const isScript = /(?<!\.d)\.[cm]?[jt]sx?$/;
const isSource = /(?<!\.d)\.[cm]?tsx?$/;
const isConfiguration = /(?:^|\/)tsconfig\.json$/;

/**
 * The topmost configurations among the files of the source.
 * @param {readonly string[]} files
 */
function configurations(files) {
  const folders = files
    .filter((path) => isConfiguration.test(path))
    .map((path) => path.slice(0, -'tsconfig.json'.length));
  return folders
    .filter((folder) => !folders.some((above) => above !== folder && folder.startsWith(above)))
    .map((folder) => `${folder}tsconfig.json`);
}

/**
 * Runs the compiler; what it says on its error output is passed on.
 * @param {string} tsc
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, stdout: string }>}
 */
function compile(tsc, args) {
  const child = spawn(process.execPath, [tsc, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 137, stdout }));
  });
}

/**
 * Whether a configuration refers to others. One that cannot be read is left to the compiler to tell.
 * @param {string} tsc
 * @param {string} config
 */
async function refersToOthers(tsc, config) {
  const { code, stdout } = await compile(tsc, ['-p', config, '--showConfig']);
  if (code !== 0) return false;
  /** @type {{ references?: unknown[] }} */
  const { references = [] } = JSON.parse(stdout);
  return references.length > 0;
}

/**
 * The compiler's lines, split into errors and the files of the source that it checked.
 * @param {string} stdout
 */
function sorted(stdout) {
  const lines = stdout.split(/\r?\n/);
  /** @param {string} line */
  const isFile = (line) => line.startsWith('/') && !/\(\d+,\d+\): error /.test(line);
  /** @param {string} path */
  const isOwn = (path) =>
    path.startsWith(`${source}/`) && !path.includes('/node_modules/') && isScript.test(path);
  return {
    errors: lines.filter((line) => line !== '' && !isFile(line)),
    files: lines.filter((line) => isFile(line) && isOwn(line)),
  };
}

/**
 * @param {Settings} settings
 * @param {string} config
 */
async function check({ tsc, buildInfo }, config) {
  const always = ['--pretty', 'false', '--listFiles'];
  const info =
    buildInfo === null
      ? []
      : [
          '--incremental',
          '--tsBuildInfoFile',
          join(buildInfo, `${join(source, config).replaceAll('/', '_')}.tsbuildinfo`),
        ];
  // Files that a build writes are lost with this container.
  const args = (await refersToOthers(tsc, config)) ? ['-b', config] : ['-p', config, '--noEmit', ...info];
  const { code, stdout } = await compile(tsc, [...args, ...always]);
  return { config, code, ...sorted(stdout) };
}

/** @type {Settings} */
const settings = JSON.parse(process.argv[2] ?? '');
const all = [...filesBelow('.')];
const checked = [];
const named = settings.configurations ?? [];
for (const config of named.length > 0 ? named : configurations(all))
  checked.push(await check(settings, config));
for (const { errors } of checked) for (const line of errors) process.stdout.write(`${line}\n`);
const lookedAt = new Set(checked.flatMap(({ files }) => files));
/** @type {Omit<TscFacts, 'incomplete'>} */
const facts = {
  configurations: checked.map(({ config }) => config),
  files: lookedAt.size,
  missed:
    all.filter((path) => isSource.test(path)).length -
    [...lookedAt].filter((path) => isSource.test(path)).length,
};
process.stdout.write(`${JSON.stringify({ typecheck: facts })}\n`);
process.exitCode = Math.max(0, ...checked.map(({ code }) => code));
