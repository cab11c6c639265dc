import type { Container, Service } from '@dagger.io/dagger';
import { dag, ReturnType } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { abnormalEnd, type Evidence, unavailableBy } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Decision } from '../../verdict/model.ts';
import { type ProbeReport, parseProbe, parseSupervised, type SupervisorReport } from './parse.ts';
import type { ProbeSettings, SupervisorSettings } from './settings.ts';
import { decideSmoke, isOutOfReach } from './decide.ts';
import { healthcheckOf, nodeOf, ownCommand } from './image-command.stage.ts';
import { needsFault, withNeeds } from './needs.stage.ts';
import type { AskedEndpoint } from './reach.ts';
import { attempt, evidenceOf, program, withPrograms } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, type Project } from '../../project/project.stage.ts';

/** Folder of the supervisor in the image, and folders that never count as written by the image. */
const supervisor = '/smoke';
const notItsOwn = ['/proc', '/sys', '/dev', '/tmp', supervisor];

/** Seconds that the probe may take beyond the deadline for getting healthy; its conversation has a minute. */
const conversationSeconds = 90;

/**
 * Starts the image twice, in parallel: as a service that another container talks to, and under a supervisor in the
 * image itself. The supervisor sees what a service does not show: log, user, written files, answer to SIGTERM, exit
 * code.
 */
export async function smoke(project: Project): Promise<Decision> {
  const { container: built } = await project.image.get();
  const asked = await askedOf(project, built);
  const asking = askFromOutside(project, built).catch(
    reasonOf('the image could not be reached from another container'),
  );
  const supervised = await watchFromInside(project, built, asked).catch(
    reasonOf('the supervisor could not run in the image'),
  );
  // An engine waits a minute for the port of a service that will never answer.
  const probe = isOutOfReach(supervised, asked) ? notAsked(supervised) : await asking;
  const fault = typeof supervised === 'string' ? await needsFault(project, supervised) : undefined;
  return fault ?? decideSmoke({ probe, supervised, asked });
}

function notAsked({ healthyMs }: SupervisorReport): string {
  return healthyMs === undefined
    ? 'not asked from another container: it never became healthy'
    : 'no other container could reach it';
}

async function askedOf({ port, healthPath }: Project, built: Container): Promise<AskedEndpoint> {
  const ports = await built.exposedPorts();
  return { port, healthPath, exposed: await Promise.all(ports.map((one) => one.port())) };
}

/** The service, with the variables and services of `pipeline.json`, as `serve` and the probe use it. */
export function asService(project: Project, built: Container): Service {
  return withNeeds(project, built, 'served').withExposedPort(project.port).asService({ useEntrypoint: true });
}

async function askFromOutside(project: Project, built: Container): Promise<ProbeReport | string> {
  const script = project.conversation;
  const path = script === undefined ? null : `/conversation/${await script.name()}`;
  const client = withPrograms(dag.container().from(images.node), 'smoke', 'shared').withServiceBinding(
    'app',
    asService(project, built),
  );
  const ready = script === undefined || path === null ? client : client.withFile(path, script);
  const facts: ProbeSettings = {
    baseUrl: `http://app:${String(project.port)}`,
    healthPath: project.healthPath,
    conversation: path,
    healthyMs: project.configuration.smoke.healthySeconds * 1000,
  };
  const seconds = project.configuration.smoke.healthySeconds + conversationSeconds;
  const command = ['node', '/programs/smoke/probe.ts', JSON.stringify(facts)];
  const evidence = await evidenceOf(attempt(uncachedOnRerun(project, 'smoke', ready), command, { seconds }));
  return (
    parseProbe(evidence.stdout) ??
    `the probe ${abnormalEnd(evidence) ?? 'left no facts'}: ${errorSummary(evidence)}`
  );
}

async function watchFromInside(
  project: Project,
  built: Container,
  asked: AskedEndpoint,
): Promise<SupervisorReport | string> {
  const { smoke: settings } = project.configuration;
  const command = await ownCommand(built);
  const facts: SupervisorSettings = {
    ...asked,
    command,
    healthcheck: await healthcheckOf(built),
    skip: [...notItsOwn, ...settings.mounts],
    healthyMs: settings.healthySeconds * 1000,
    stopMs: settings.stopSeconds * 1000,
  };
  const run = uncachedOnRerun(
    project,
    'smoke',
    withSupervisor(withNeeds(project, built, 'supervised')),
  ).withExec([nodeOf(command), `${supervisor}/supervisor.js`, JSON.stringify(facts)], {
    expect: ReturnType.Any,
  });
  const evidence = await answerOf(run);
  return (
    parseSupervised(evidence.stdout) ??
    `the supervisor ${abnormalEnd(evidence) ?? 'left no facts'}: ${errorSummary(evidence)}`
  );
}

/** Files of the supervisor, which run on any Node. */
const supervisorFiles = [
  'supervisor.js',
  'ended.js',
  'health.js',
  'healthcheck.js',
  'listening.js',
  'process-group.js',
  'written.js',
];

/** The image with the supervisor, readable for any user, whatever the permissions of the caller's files are. */
function withSupervisor(container: Container): Container {
  const readable = { permissions: 0o644 };
  return supervisorFiles
    .reduce(
      (one, name) => one.withFile(`${supervisor}/${name}`, program(`smoke/${name}`), readable),
      container,
    )
    .withNewFile(`${supervisor}/package.json`, '{"type":"module"}', readable);
}

/**
 * Exit code and output of a run, whatever the code is. The attempt program is not used here, because the image has its
 * own Node.
 */
async function answerOf(run: Container): Promise<Evidence> {
  const [exitCode, stdout, stderr] = await Promise.all([run.exitCode(), run.stdout(), run.stderr()]);
  return { exitCode, stdout, stderr };
}

function reasonOf(what: string): (error: unknown) => string {
  return (error) => `${what}: ${unavailableBy(error).reason}`;
}
