/* Loads images into the nodes of a kind cluster, each named by the digest of its configuration. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';

import type { DeployedImage } from '../../../src/deploy/proof/observations.ts';
import type { ArchiveSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, itemsOf, parseJson, textOf } from '../../shared/json.ts';
import { type Command, output, say, StepError } from '../run/command.ts';

const ctr = (node: string, words: Command): Command => [
  ...['docker', 'exec', '-i', node],
  ...['ctr', '--namespace', 'k8s.io', ...words],
];

/** Digest of an image's configuration, from its archive (Docker image specification 1.2). */
async function configurationOf(file: string): Promise<string> {
  const [manifest] = itemsOf(parseJson(await output(['tar', '-xOf', file, 'manifest.json'])));
  const configuration = textOf(fieldsOf(manifest)['Config']) ?? '';
  const digest = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(configuration)?.[1];
  if (digest === undefined) throw new StepError(`${file} does not name its configuration`);
  return digest;
}

/** Loads each archive where its image is not there yet; answers the images' names and digests. */
export async function loadArchives(
  nodes: readonly string[],
  archives: readonly ArchiveSettings[],
): Promise<DeployedImage[]> {
  const loaded: DeployedImage[] = [];
  for (const archive of archives) loaded.push(await loadArchive(nodes, archive));
  return loaded;
}

async function loadArchive(
  nodes: readonly string[],
  { name, file }: ArchiveSettings,
): Promise<DeployedImage> {
  const digest = await configurationOf(file);
  const reference = `${name}:sha256-${digest}`;
  const image = { file, digest, full: `docker.io/library/${reference}` };
  await Promise.all(nodes.map((node) => loadInto(node, image)));
  return { reference, configuration: `sha256:${digest}` };
}

/** An archive, and the whole name that its image gets. */
interface ArchivedImage {
  readonly file: string;
  readonly digest: string;
  readonly full: string;
}

async function loadInto(node: string, { file, digest, full }: ArchivedImage): Promise<void> {
  const there = await output(ctr(node, ['images', 'ls', '--quiet', `name==${full}`]));
  if (there.trim() !== '') {
    say(`${full} is on ${node}`);
    return;
  }
  // The archive has no name of its own: it gets one that nothing else has, and then its real one.
  const base = `import.local/${digest.slice(0, 16)}`;
  await importInto(node, file, base);
  const names = (await output(ctr(node, ['images', 'ls', '--quiet']))).split('\n');
  const imported = names.find((candidate) => candidate.startsWith(`${base}@`));
  if (imported === undefined) throw new StepError(`${node} did not take ${full}`, { rule: 'load' });
  await output(ctr(node, ['images', 'tag', '--force', imported, full]));
  say(`${full} was loaded into ${node}`);
}

function importInto(node: string, file: string, base: string): Promise<void> {
  const words = ['images', 'import', '--digests', '--base-name', base, '-'];
  const [command = '', ...args] = ctr(node, words);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new StepError(`ctr ended with ${String(code)}`, { rule: 'load' }));
    });
    createReadStream(file)
      .on('error', reject)
      .pipe(child.stdin.on('error', () => undefined));
  });
}
