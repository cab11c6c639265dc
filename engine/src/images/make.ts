import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { BuildFailed, followBuild } from './buildkit.ts';
import { fetchNpmPackages, packContext, readContext } from './context.ts';
import { inspectImage } from './daemon.ts';
import { ImageNotMade } from './errors.ts';
import { createSettingsReader, readCaBundle, type HostSettings } from './host-settings.ts';
import { madeFromPackagesLabel, madeName, recipeDigestLabel } from './labels.ts';
import { withLock } from './lock.ts';
import { recipeDigest, type ContextFile } from './recipe-digest.ts';
import type { Recipe } from './recipes.ts';
import { makeRoot, planRoot, type RootPlan } from './root.ts';

/** The clients are asked once per process, however many images it makes. */
const readSettings = createSettingsReader();

/** The options for making images. */
export interface MakeOptions {
  /** One line when something is about to be made; nothing when it is there. */
  readonly report: (line: string) => void;
  /** Lines that builds print. */
  readonly verbose: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Folder that has a folder per recipe. Default: the one beside this file. */
  readonly recipesFolder?: string;
  /** The settings of this machine's package clients. Default: they are asked, which takes about a second. */
  readonly readSettings?: () => Promise<HostSettings>;
}

/** An image that a recipe made, now or before. */
export interface MadeImage {
  readonly imageId: string;
  /** Its name in the daemon. */
  readonly localName: string;
}

/** A recipe with all that decides its digest. */
interface Plan {
  readonly recipe: Recipe;
  readonly files: readonly ContextFile[];
  readonly roots: readonly RootPlan[];
  readonly certificates: Buffer | undefined;
  readonly digest: string;
  readonly image: string;
}

/**
 * Makes an image from packages, or finds it where the same recipe made it before.
 * @throws {ImageNotMade}
 */
export async function makeImage(docker: Dockerode, recipe: Recipe, options: MakeOptions): Promise<MadeImage> {
  const plan = await planImage(recipe, options.recipesFolder ?? join(import.meta.dirname, 'recipes'));
  const found = await findMade(docker, plan.image);
  if (found !== undefined) return found;
  checkMachine();
  const lockOptions = {
    onWait: () => options.report('waits for another process that makes it'),
    signal: options.signal,
  };
  return withLock(plan.image.replace(/[^a-z0-9.-]/g, '-'), lockOptions, async () => {
    // Looked for again: who held the lock before has made it.
    return (await findMade(docker, plan.image)) ?? (await buildImage(docker, plan, options));
  });
}

async function planImage(recipe: Recipe, folder: string): Promise<Plan> {
  const [files, certificates] = await Promise.all([readContext(join(folder, recipe.name)), readCaBundle()]);
  const roots = await Promise.all(recipe.roots.map((suite) => planRoot(suite, certificates)));
  const digest = recipeDigest({
    name: recipe.name,
    files,
    target: recipe.target,
    buildArguments: recipe.buildArguments ?? {},
    packages: (recipe.npmPackages ?? []).map(
      ({ name, version, integrity }) => `${name}@${version} ${integrity}`,
    ),
    roots: roots.map((root) => root.digest),
  });
  return { recipe, files, roots, certificates, digest, image: madeName(recipe.name, digest) };
}

async function findMade(docker: Dockerode, localName: string): Promise<MadeImage | undefined> {
  const found = await inspectImage(docker, localName);
  return found === undefined ? undefined : { imageId: found.Id, localName };
}

/** The packages are those of Linux on x64, and a root's files have owners that only root can give. */
function checkMachine(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const machine = `${process.platform} on ${process.arch}`;
    throw new ImageNotMade('not-set-up', `images are made on Linux x64 alone, and this is ${machine}`);
  }
  if (process.getuid?.() !== 0) throw new ImageNotMade('not-set-up', 'making a Debian root needs root');
}

async function buildImage(docker: Dockerode, plan: Plan, options: MakeOptions): Promise<MadeImage> {
  const started = performance.now();
  options.report(`making it from packages${duration(plan.recipe)}; kept for the next run`);
  const settings = await (options.readSettings ?? readSettings)();
  const fetched = fetchNpmPackages(plan.recipe.npmPackages ?? [], options.signal).catch(notFetched);
  const [roots] = await Promise.allSettled([ensureRoots(docker, plan, settings, options), fetched]);
  if (roots.status === 'rejected') throw roots.reason;
  const files = [...plan.files, ...(await fetched), ...hostFiles(settings)];
  const imageId = await runBuild(docker, plan, files, options);
  options.report(`made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return { imageId, localName: plan.image };
}

const duration = ({ minutes }: Recipe): string =>
  minutes === undefined ? '' : `, which takes about ${minutes} minutes`;

/** Steps of a build that takes minutes are told, in a line each: who waits sees that it goes on. */
function stepReporter({ minutes }: Recipe, { report, verbose }: MakeOptions): (line: string) => void {
  return (line) => {
    verbose(line);
    const { step, command } = /^(?<step>\[.+?\]) RUN (?:--\S+ +)*(?<command>\S.*)/.exec(line)?.groups ?? {};
    if (minutes === undefined || step === undefined || command === undefined) return;
    report(`${step} ${command.length > 70 ? `${command.slice(0, 69)}…` : command}`);
  };
}

function notFetched(error: unknown): never {
  throw new ImageNotMade('failed', error instanceof Error ? error.message : String(error));
}

/** Side by side: a root is mostly the work of one core. Ends when all have ended, with the first error. */
async function ensureRoots(
  docker: Dockerode,
  plan: Plan,
  settings: HostSettings,
  options: MakeOptions,
): Promise<void> {
  const roots = await Promise.allSettled(
    plan.roots.map((root) => ensureRoot(docker, root, plan, settings, options)),
  );
  for (const root of roots) if (root.status === 'rejected') throw root.reason;
}

async function ensureRoot(
  docker: Dockerode,
  root: RootPlan,
  { certificates }: Plan,
  settings: HostSettings,
  { report, signal }: MakeOptions,
): Promise<void> {
  await withLock(root.image.replace(/[^a-z0-9.-]/g, '-'), { signal }, async () => {
    if ((await inspectImage(docker, root.image)) !== undefined) return;
    report(`making the Debian ${root.suite} root that it is built on`);
    await makeRoot(docker, root, { certificates, settings, signal });
  });
}

/** The host's settings for clients in a build, which binds them there; they are in no layer. */
function hostFiles({ npmrc, pipConf, goEnv }: HostSettings): ContextFile[] {
  const file = (path: string, text: string) => ({ path, content: Buffer.from(text), executable: false });
  return [file('host/npmrc', npmrc), file('host/pip.conf', pipConf), file('host/go.env', goEnv)];
}

async function runBuild(
  docker: Dockerode,
  { recipe, roots, digest, image }: Plan,
  files: readonly ContextFile[],
  options: MakeOptions,
): Promise<string> {
  const { signal } = options;
  const rootArguments = Object.fromEntries(
    roots.map(({ suite, image: name }) => [suite.toUpperCase(), name]),
  );
  const buildOptions: Dockerode.ImageBuildOptions = {
    version: '2',
    t: image,
    labels: { [madeFromPackagesLabel]: recipe.name, [recipeDigestLabel]: digest },
    buildargs: { ...proxyArguments(process.env), ...recipe.buildArguments, ...rootArguments },
  };
  if (recipe.target !== undefined) buildOptions.target = recipe.target;
  if (signal !== undefined) buildOptions.abortSignal = signal;
  try {
    const stream = await docker.buildImage(packContext(files), buildOptions);
    return await followBuild(stream, stepReporter(recipe, options));
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    throw new ImageNotMade('failed', error.message, error.tail.join('\n'));
  }
}

/** BuildKit knows these arguments by name, gives them to every command, and keeps them out of the image's history. */
export function proxyArguments(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    const value = env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
