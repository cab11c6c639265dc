import type Dockerode from 'dockerode';
import { BuildFailed, followBuild } from './buildkit.ts';
import { fetchNpmPackages, packContext } from './context.ts';
import { inspectImage } from './daemon.ts';
import { ImageNotMade } from './errors.ts';
import { createSettingsReader, type HostSettings } from './host-settings.ts';
import { madeFromPackagesLabel, recipeDigestLabel } from './labels.ts';
import { withLock } from './lock.ts';
import type { ImagePlan } from './plan-image.ts';
import type { ContextFile } from './recipe-digest.ts';
import type { Recipe } from './recipe.ts';
import { makeRoot, type RootPlan } from './root.ts';

/** The clients are asked once per process, however many images it makes. */
const readSettings = createSettingsReader();

/** The options for building images. */
export interface BuildOptions {
  /** One line when something is about to be made; nothing when it is there. */
  readonly report: (line: string) => void;
  /** Lines that builds print. */
  readonly verbose: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** The settings of this machine's package clients. Default: they are asked, which takes about a second. */
  readonly readSettings?: () => Promise<HostSettings>;
}

/** An image that a recipe made, now or before. */
export interface MadeImage {
  readonly imageId: string;
  /** Its name in the daemon. */
  readonly localName: string;
}

/** Builds a planned image, and the roots under it that are not there. @throws {ImageNotMade} */
export async function buildImage(
  docker: Dockerode,
  plan: ImagePlan,
  options: BuildOptions,
): Promise<MadeImage> {
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
function stepReporter({ minutes }: Recipe, { report, verbose }: BuildOptions): (line: string) => void {
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
  plan: ImagePlan,
  settings: HostSettings,
  options: BuildOptions,
): Promise<void> {
  const roots = await Promise.allSettled(
    plan.roots.map((root) => ensureRoot(docker, root, plan, settings, options)),
  );
  for (const root of roots) if (root.status === 'rejected') throw root.reason;
}

async function ensureRoot(
  docker: Dockerode,
  root: RootPlan,
  { certificates }: ImagePlan,
  settings: HostSettings,
  { report, signal }: BuildOptions,
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
  { recipe, roots, digest, image }: ImagePlan,
  files: readonly ContextFile[],
  options: BuildOptions,
): Promise<string> {
  const { signal } = options;
  const rootArguments: Record<string, string> = Object.fromEntries([
    ...roots.map(({ suite, image: name }) => [suite.toUpperCase(), name] as const),
    ...(roots.length === 1 ? roots.map(({ image: name }) => ['ROOT', name] as const) : []),
  ]);
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
function proxyArguments(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    const value = env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
