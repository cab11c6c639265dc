import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { followPull } from './daemon.ts';
import { ImageNotMade } from './errors.ts';
import { sourcesLines, type HostSettings } from './host-settings.ts';
import { madeFromPackagesLabel, madeName, recipeDigestLabel } from './labels.ts';
import { rootDigest } from './recipe-digest.ts';
import type { RootName } from './recipe.ts';

/** Debian's place for the bundle of certificates, where the host's is put. */
const caBundle = '/etc/ssl/certs/ca-certificates.crt';

/** Programs that bring certificates of their own, told to use the bundle: Node, Python's requests and pip. */
const environment = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'PIP_CERT'].map(
  (name) => `ENV ${name}=${caBundle}`,
);

/** As Debian's own slim images: no manual pages, no documents but the licences, no translations of package lists. */
const options = ['--variant=minbase', '--include=ca-certificates', '--aptopt=Acquire::Languages "none";'];

/** Leaves the documents out; its comment says how. */
const documentsHook = join(import.meta.dirname, 'leave-out-documents.sh');

/** Adds the host's certificates; its comment says how. */
const certificatesHook = join(import.meta.dirname, 'add-certificates.sh');

/**
 * Bookworm's own merge of /bin and /usr/bin is a package that needs the whole of Perl, some 50 MB that nothing else uses;
 * mmdebstrap's hook makes the links beforehand, and an empty package says so (mmdebstrap(1), merged-usr).
 */
const suiteOptions: Readonly<Record<RootName, readonly string[]>> = {
  bookworm: ['--hook-directory=/usr/share/mmdebstrap/hooks/merged-usr', '--include=usr-is-merged'],
  trixie: [],
};

/** A root that is to be there: its name in the daemon follows from what is in it. */
export interface RootPlan {
  readonly suite: RootName;
  readonly digest: string;
  readonly image: string;
}

/** Names a root by its digest. */
export async function planRoot(suite: RootName, certificates: Buffer | undefined): Promise<RootPlan> {
  const hooks = await Promise.all([documentsHook, certificatesHook].map((hook) => readFile(hook, 'utf8')));
  const settings = [...options, ...suiteOptions[suite], ...environment, ...hooks];
  const digest = rootDigest(suite, certificates, settings);
  return { suite, digest, image: madeName(`root-${suite}`, digest) };
}

/** The inputs for making a root. */
export interface RootMaterial {
  /** The host's certificates; undefined leaves Debian's own. */
  readonly certificates: Buffer | undefined;
  readonly settings: HostSettings;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a Debian root with mmdebstrap and brings it into the daemon.
 * @throws {ImageNotMade} when mmdebstrap is missing, may not run, or fails
 */
export async function makeRoot(
  docker: Dockerode,
  { suite, digest, image }: RootPlan,
  { certificates, settings, signal }: RootMaterial,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'debian-root-'));
  try {
    const certificateFile = join(folder, 'host.crt');
    if (certificates !== undefined) await writeFile(certificateFile, certificates);
    const args = [
      ...options,
      ...suiteOptions[suite],
      `--extract-hook=sh '${documentsHook}' "$1"`,
      ...settings.aptOptions.map((line) => `--aptopt=${line}`),
      ...(certificates === undefined
        ? []
        : [`--customize-hook=sh '${certificatesHook}' '${certificateFile}' "$1"`]),
      suite,
      '-',
      ...sourcesLines(settings.debianArchives, suite),
    ];
    await importOutput(docker, args, { digest, image, signal });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs mmdebstrap and imports the tar that it prints, without a copy on the disk. */
async function importOutput(
  docker: Dockerode,
  args: readonly string[],
  { digest, image, signal }: { digest: string; image: string; signal: AbortSignal | undefined },
): Promise<void> {
  const child = spawn('mmdebstrap', args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const log: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new ImageNotMade('failed', `mmdebstrap exited with ${code}`, Buffer.concat(log).toString()));
    });
  });
  const changes = [...environment, 'CMD ["bash"]', `LABEL ${recipeDigestLabel}=${digest}`];
  changes.push(`LABEL ${madeFromPackagesLabel}=debian`);
  const [repo, tag] = image.split(':');
  const cutOff = new AbortController();
  // mmdebstrap may take half a minute to stop; who asks for that does not wait for it.
  const abortSignal = signal === undefined ? cutOff.signal : AbortSignal.any([signal, cutOff.signal]);
  const body = Readable.from(wholeOutput(child.stdout, ended, cutOff));
  const imported = docker
    .importImage(body, { repo, tag, changes: changes.join('\n'), abortSignal })
    .then((stream) => followPull(stream));
  // mmdebstrap's own failure comes first: the import of half an archive fails because of it.
  const [made, brought] = await Promise.allSettled([ended, imported]);
  if (made.status === 'rejected') throw made.reason;
  if (brought.status === 'rejected') throw brought.reason;
}

/**
 * The output of a program, which ends only when the program has ended well. A tar that was cut off can still become an image,
 * so the daemon is told that it has all of it by nothing less; whoever dies before that leaves nothing.
 */
async function* wholeOutput(
  stdout: Readable,
  ended: Promise<void>,
  cutOff: AbortController,
): AsyncGenerator<unknown> {
  try {
    yield* stdout;
    await ended;
  } catch (error) {
    cutOff.abort(error);
  }
}

function notStarted(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new ImageNotMade('not-set-up', 'mmdebstrap, which makes the Debian root, is not installed');
}
