/**
 * Loads images into the nodes of a kind cluster, each named by the digest of its configuration.
 *
 * Usage: node load.js SETTINGS RECORD
 */
import { createReadStream } from 'node:fs';
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import process from 'node:process';

import { output, say, StepError } from './command.js';
import { waitForNodes } from './server.js';
import { main, recorder } from './steps.js';

const ctr = (node, words) => ['docker', 'exec', '-i', node, 'ctr', '--namespace', 'k8s.io', ...words];

/** Digest of an image's configuration, from its archive (Docker image specification 1.2). */
export async function configurationOf(file) {
  const [{ Config }] = JSON.parse(await output(['tar', '-xOf', file, 'manifest.json']));
  const digest = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(Config)?.[1];
  if (digest === undefined) throw new StepError(`${file} names no configuration`);
  return digest;
}

/** Loads each `{name, file}` where it is not there yet; answers `name:sha256-...` and the digest of each. */
export async function loadArchives(nodes, archives) {
  const loaded = [];
  for (const archive of archives) loaded.push(await loadArchive(nodes, archive));
  return loaded;
}

async function loadArchive(nodes, { name, file }) {
  const digest = await configurationOf(file);
  const reference = `${name}:sha256-${digest}`;
  await Promise.all(
    nodes.map((node) => loadInto(node, { file, digest, full: `docker.io/library/${reference}` })),
  );
  return { reference, configuration: `sha256:${digest}` };
}

async function loadInto(node, { file, digest, full }) {
  const there = await output(ctr(node, ['images', 'ls', '--quiet', `name==${full}`]));
  if (there.trim() !== '') return say(`${full} is on ${node}`);
  // The archive has no name of its own: it gets one that nothing else has, and then its real one.
  const base = `import.local/${digest.slice(0, 16)}`;
  await importInto(node, file, base);
  const names = (await output(ctr(node, ['images', 'ls', '--quiet']))).split('\n');
  const imported = names.find((candidate) => candidate.startsWith(`${base}@`));
  if (imported === undefined) throw new StepError(`${node} did not take ${full}`, { rule: 'load' });
  await output(ctr(node, ['images', 'tag', '--force', imported, full]));
  return say(`${full} was loaded into ${node}`);
}

function importInto(node, file, base) {
  const words = ['images', 'import', '--digests', '--base-name', base, '-'];
  const [command, ...args] = ctr(node, words);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new StepError(`ctr ended with ${String(code)}`, { rule: 'load' })),
    );
    createReadStream(file)
      .on('error', reject)
      .pipe(child.stdin.on('error', () => undefined));
  });
}

/** Nodes take images before they are ready for pods; what comes next is pods. */
async function load(settings, { step }) {
  const { nodes, archives } = settings;
  return step('load-image', async () => {
    const [loaded] = await Promise.all([loadArchives(nodes, archives), waitForNodes(settings)]);
    return { value: { loaded }, detail: loaded.map(({ reference }) => reference).join(', ') };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async (settings) => {
    const record = recorder(settings.startedAt);
    return record.recordOf(() => load(settings, record));
  });
}
