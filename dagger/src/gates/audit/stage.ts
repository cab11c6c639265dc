import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { advisoriesAddress, withAdvisories } from './advisories.stage.ts';
import { auditManagerOf } from './managers/all.ts';
import { auditOther } from './others.stage.ts';
import { elsewhereNote, originNote } from './notes.ts';
import { checkLockfile } from './lockfile.ts';
import { parseNpmAudit } from './npm-audit.ts';
import { parseNpmSignatures } from './npm-signatures.ts';
import { combine, decideTool } from '../../tools/tool-gate.ts';
import { missingLockfile } from './missing-lockfile.ts';
import { npm } from '../packages/managers/npm.ts';
import { installFault } from '../packages/fault.stage.ts';
import { type Installation, installationOf, withDependencies } from '../packages/stage.ts';
import { withToken } from '../packages/token.stage.ts';
import { attempt, evidenceOf, plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { configuredRegistries, npmrcOf } from './registries.stage.ts';
import { uncachedOnRerun, leftOut, type Project, withHour } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/** Checks the lockfile's packages for known vulnerabilities, their signatures, and the lockfile itself. */
export async function audit(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const { manager, use } = installation;
  if (use.lockfile === undefined) {
    return missingLockfile(manager, project.policy('audit'));
  }
  const other = auditManagerOf(use);
  if (other !== undefined) return auditOther({ project, installation, manager: other, file: use.lockfile });
  const lockfile = await project.workspace.root.file(use.lockfile).contents();
  const [guarded, known, signed] = await Promise.all([
    lockfileGuard(project, lockfile),
    advisories(project, installation, lockfile),
    signatures(project, installation),
  ]);
  return combine([
    ['lockfile', guarded],
    ['npm-audit', known],
    ['npm-signatures', signed],
  ]);
}

async function lockfileGuard(project: Project, lockfile: string): Promise<Decision> {
  const { installScripts, registries: named } = project.configuration.audit;
  const [configured, manifest] = await Promise.all([
    configuredRegistries(project),
    project.workspace.root.file('package.json').contents(),
  ]);
  const registries = named ?? configured?.all;
  if (registries === undefined) return unavailable('lockfile: npm does not say which registry it uses');
  return decideTool(
    checkLockfile(lockfile, { installScripts, registries, manifest }),
    project.policy('audit'),
    (facts) => ({
      scope: `the lockfile's ${count(facts.packages, 'package')}`,
      nothing: facts.packages === 0,
      notes: [
        ...originNote([...registries, ...facts.origins], configured?.own ?? []),
        ...elsewhereNote(facts.elsewhere),
      ],
    }),
  );
}

/** Two retries after a second or two: with npm's own pauses, a closed network would take a minute and a half. */
const retryFlags = [
  ...['--fetch-timeout=60000', '--fetch-retries=2'],
  ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'],
];

/** Audits every kind of dependency, whatever npm's environment would leave out. */
const allDependencyKinds = ['prod', 'dev', 'optional', 'peer'].map((kind) => `--include=${kind}`);

/** Runs `npm audit`. With `--audit-level=none` it exits with 0 whatever it finds, so that any other code is a breakdown. */
async function advisories(project: Project, { token }: Installation, lockfile: string): Promise<Decision> {
  const npmrc = await npmrcOf(project);
  const base = dag
    .container()
    .from(images.node)
    .withWorkdir('/src')
    .withDirectory('/src', project.workspace.root, { include: [...npm.files], exclude: leftOut })
    .withNewFile('/src/.npmrc', npmrc.text);
  const command = ['npm', 'audit', '--json', '--audit-level=none', ...allDependencyKinds, ...retryFlags];
  const run = withAdvisories(
    uncachedOnRerun(project, 'audit', withHour(withToken(base, npm, token), project)),
    project,
  ).withExec(
    within(180, [
      ...command,
      ...(project.advisories === undefined ? [] : [`--registry=${advisoriesAddress}`]),
    ]),
  );
  const { exitCode, stdout, stderr } = await plainEvidenceOf(run);
  const text = stdout.trim() === '' ? stderr : stdout;
  return decideTool(parseNpmAudit({ text, exitCode, lockfile }), project.policy('audit'), (facts) => ({
    scope: `${count(facts.packages, 'package')} (${String(facts.production)} for production)`,
    nothing: facts.packages === 0,
    notes: npmrc.leftOut.length === 0 ? [] : [`not read from .npmrc: ${npmrc.leftOut.join(', ')}`],
  }));
}

async function signatures(project: Project, installation: Installation): Promise<Decision> {
  if (!project.configuration.audit.signatures) {
    return { outcome: 'passed', reason: 'signatures left out by pipeline.json', findings: [] };
  }
  const fault = await installFault(installation);
  if (fault !== undefined) return fault;
  const { text: npmrc } = await npmrcOf(project);
  // npm knows what is installed by the lockfile, which is at the top of a workspace.
  const all = withDependencies(project, installation).withWorkdir('/src');
  const packages = byOurNpm(all, installation).withNewFile('/src/.npmrc', npmrc);
  const run = attempt(
    withHour(withToken(packages, npm, installation.token), project),
    ['npm', 'audit', 'signatures', '--json', ...retryFlags],
    // npm exits with 1 for a wrong signature and for an unreachable registry, but writes a report only for the former.
    { seconds: 180, says: '"invalid"' },
  );
  const { exitCode, stdout, stderr } = await evidenceOf(run);
  const text = stdout.trim() === '' ? stderr : stdout;
  return decideTool(parseNpmSignatures({ text, exitCode }), project.policy('audit'), () => ({
    scope: 'signatures',
    nothing: false,
  }));
}

/** The installed packages beside the npm of the pipeline: an older one, or one of the project's own, is no judge of them. */
function byOurNpm(installed: Container, { node }: Installation): Container {
  if (node.isPipelines) return installed;
  return dag
    .container()
    .from(images.node)
    .withWorkdir('/src')
    .withDirectory('/src', installed.directory('/src'));
}
