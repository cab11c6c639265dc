import type { Container, Service } from '@dagger.io/dagger';
import { dag, ReturnType } from '@dagger.io/dagger';

import { images } from '../images.ts';
import { abnormalEnd, type Evidence, lastWords } from '../verdict/evidence.ts';
import type { Decision } from '../verdict/model.ts';
import { type Probe, parseProbe, parseSupervised, type Supervised } from '../verdict/parse-smoke.ts';
import { decideSmoke } from '../verdict/smoke.ts';
import { attempt, evidenceOf, program } from './evidence.ts';
import { buildImage } from './image.ts';
import type { Project } from './project.ts';

/** Where the supervisor stands in the image, and what is never part of what the image wrote. */
const programs = '/smoke';
const notItsOwn = ['/proc', '/sys', '/dev', '/tmp', programs];

/**
 * Starts the image twice, side by side: as a service that another container talks to, and under a supervisor in the
 * image itself, which sees what a service does not show: log, user, files written, answer to SIGTERM, exit code.
 */
export async function smoke(project: Project): Promise<Decision> {
  const built = await buildImage(project);
  const [probe, supervised] = await Promise.all([
    askFromOutside(project, built).catch(reasonOf('the image could not be reached from another container')),
    watchFromInside(project, built).catch(reasonOf('the supervisor could not run in the image')),
  ]);
  return decideSmoke({ probe, supervised });
}

/** The service, as `serve` and the probe use it. */
export function asService(built: Container, port: number): Service {
  return built.withExposedPort(port).asService({ useEntrypoint: true });
}

async function askFromOutside(project: Project, built: Container): Promise<Probe | string> {
  const script = project.conversation;
  const path = script === undefined ? null : `${programs}/${await script.name()}`;
  const client = dag
    .container()
    .from(images.node)
    .withFile(`${programs}/probe.mjs`, program('probe.js'))
    .withServiceBinding('app', asService(built, project.port));
  const ready = script === undefined || path === null ? client : client.withFile(path, script);
  const facts = {
    baseUrl: `http://app:${String(project.port)}`,
    healthPath: project.healthPath,
    conversation: path,
    healthyMs: project.configuration.smoke.healthySeconds * 1000,
  };
  const evidence = await evidenceOf(attempt(ready, ['node', `${programs}/probe.mjs`, JSON.stringify(facts)]));
  return (
    parseProbe(evidence.stdout) ??
    `the probe ${abnormalEnd(evidence) ?? 'left no facts'}: ${lastWords(evidence)}`
  );
}

async function watchFromInside(project: Project, built: Container): Promise<Supervised | string> {
  const { smoke: settings } = project.configuration;
  const command = await ownCommand(built);
  const facts = {
    command,
    healthUrl: `http://127.0.0.1:${String(project.port)}${project.healthPath}`,
    skip: [...notItsOwn, ...settings.mounts],
    healthyMs: settings.healthySeconds * 1000,
    stopMs: settings.stopSeconds * 1000,
  };
  const supervisor = [nodeOf(command), `${programs}/supervisor.mjs`, JSON.stringify(facts)];
  const run = built
    .withFile(`${programs}/supervisor.mjs`, program('supervisor.js'), { permissions: 0o644 })
    .withExec(supervisor, { expect: ReturnType.Any });
  const evidence = await answerOf(run);
  return (
    parseSupervised(evidence.stdout) ??
    `the supervisor ${abnormalEnd(evidence) ?? 'left no facts'}: ${lastWords(evidence)}`
  );
}

/** Whatever the exit code: the image's own Node is not ours to attempt with, so its answer is taken as it comes. */
async function answerOf(run: Container): Promise<Evidence> {
  const [exitCode, stdout, stderr] = await Promise.all([run.exitCode(), run.stdout(), run.stderr()]);
  return { exitCode, stdout, stderr };
}

/** The Node that an image runs by: what its command names, else what is on its PATH. */
export async function nodeIn(built: Container): Promise<string> {
  return nodeOf(await ownCommand(built));
}

async function ownCommand(built: Container): Promise<string[]> {
  const [entrypoint, defaults] = await Promise.all([built.entrypoint(), built.defaultArgs()]);
  return [...entrypoint, ...defaults];
}

/** The image's own Node: the one that its command names, else the one on its PATH. */
function nodeOf([first = '']: readonly string[]): string {
  return first.split('/').at(-1) === 'node' ? first : 'node';
}

function reasonOf(what: string): (error: unknown) => string {
  return (error) => `${what}: ${error instanceof Error ? error.message : String(error)}`;
}
