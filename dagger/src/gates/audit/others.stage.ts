import type { Container } from '@dagger.io/dagger';

import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { combine, decideTool } from '../../tools/tool-gate.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import { leftOut, type Project, uncachedOnRerun, withHour } from '../../project/project.stage.ts';
import type { ScriptedLockfile } from '../packages/read-lockfile.ts';
import { installFault, programFault } from '../packages/fault.stage.ts';
import { type Installation, installedPackages, textsOf, withProgram } from '../packages/stage.ts';
import { advisoriesAddress, withAdvisories } from './advisories.stage.ts';
import { checkOtherLockfile } from './lockfile.ts';
import type { AuditManager } from './managers/manager.ts';
import { elsewhereNote, originNote } from './notes.ts';
import { type LockfileReading, lockfileOf } from './reading.stage.ts';
import { type Registries, registriesOf } from './registries.stage.ts';
import { parseAudit } from './report.ts';
import { auditedVersion } from './version.ts';

/** A project with how its manager installs and audits, and its lockfile. */
interface Audited {
  readonly project: Project;
  readonly installation: Installation;
  readonly manager: AuditManager;
  readonly file: string;
}

/** Checks the packages of pnpm, Yarn or Bun for known vulnerabilities, and the lockfile itself. */
export async function auditOther(audited: Audited): Promise<Decision> {
  const { project, installation, manager, file } = audited;
  const fault = await programFault(installation);
  if (fault !== undefined) return fault;
  const reading = lockfileOf(project, installation, manager, file);
  const [guarded, known] = await Promise.all([lockfileGuard(audited, reading), advisories(audited, reading)]);
  const decision = combine([
    ['lockfile', guarded],
    [manager.tool, known],
  ]);
  return {
    ...decision,
    notes: [...(decision.notes ?? []), ...signatureNote(audited)],
    unchecked: [...(decision.unchecked ?? []), 'npm-signatures'],
  };
}

/** Only npm checks the signatures of packages: the other managers have no command for that. */
function signatureNote({ project, installation }: Audited): string[] {
  return project.configuration.audit.signatures
    ? [
        `not checked: the registry's signatures, for which ${installation.manager.name} has no command (audit.signatures in pipeline.json: false leaves this out)`,
      ]
    : [];
}

/**
 * Checks what the lockfile says, and then, since most lockfiles do not tell, which of the installed packages have an
 * install script. From a lockfile that is red already the audit installs nothing.
 */
async function lockfileGuard(audited: Audited, reading: Promise<LockfileReading>): Promise<Decision> {
  const { project, installation, manager } = audited;
  const [read, configured] = await Promise.all([reading, registriesOf(project, installation, manager)]);
  if (!read.ok) return unavailable(read.reason);
  if (configured === undefined) {
    return unavailable(`lockfile: ${installation.manager.name} does not say which registry it uses`);
  }
  const bySelf = decideLockfile(audited, read.lockfile, { scripted: [], configured });
  if (bySelf.outcome === 'failed') {
    const note =
      'not checked: install scripts, for which the packages would have to be installed from this lockfile';
    return { ...bySelf, notes: [...(bySelf.notes ?? []), note], unchecked: ['lockfile'] };
  }
  const fault = await installFault(installation);
  if (fault !== undefined) return fault;
  const { scripted } = await installedPackages(project, installation);
  return decideLockfile(audited, read.lockfile, { scripted, configured });
}

function decideLockfile(
  { project, installation }: Audited,
  lockfile: ScriptedLockfile,
  { scripted, configured }: { readonly scripted: readonly string[]; readonly configured: Registries },
): Decision {
  const { installScripts, registries = configured.all } = project.configuration.audit;
  const rules = { installScripts, registries, install: installation.manager.lock };
  return decideTool(checkOtherLockfile(lockfile, scripted, rules), project.policy('audit'), (facts) => ({
    scope: `the lockfile's ${count(facts.packages, 'package')}`,
    nothing: facts.packages === 0,
    notes: [
      ...originNote([...registries, ...facts.origins], configured.own),
      ...elsewhereNote(facts.elsewhere),
      ...installation.notes,
    ],
  }));
}

/** Runs the manager's own audit, with its settings reduced to registries. */
async function advisories(
  { project, installation, manager, file }: Audited,
  reading: Promise<LockfileReading>,
): Promise<Decision> {
  const version = auditedVersion(installation.use, project.facts);
  const cannot = manager.without(version.version);
  if (cannot !== undefined) return unavailable(`${manager.tool}: ${cannot}`);
  const settings = manager.settings(await textsOf(project, manager.reads));
  const base = programAt(installation, version.version)
    .withWorkdir('/src')
    .withDirectory('/src', project.workspace.root, { include: [file, '**/package.json'], exclude: leftOut });
  const { flags, variables } =
    project.advisories === undefined || manager.redirect === undefined
      ? { flags: [], variables: {} }
      : manager.redirect(advisoriesAddress);
  const environment = Object.entries({ ...manager.variables, ...variables }).map(([k, v]) => `${k}=${v}`);
  const command = ['env', ...environment, ...manager.command(version.version), ...flags];
  const container = withAdvisories(
    uncachedOnRerun(project, 'audit', withHour(withFiles(base, settings.files), project)),
    project,
  );
  const [output, read] = await Promise.all([
    evidenceOf(attempt(container, command, { seconds: 180, ...manager.answers })),
    reading,
  ]);
  if (!read.ok) return unavailable(`${manager.tool}: the lockfile cannot be read`);
  const parsed = parseAudit(manager, output, { lockfile: read.lockfile, version: version.version });
  return decideTool(parsed, project.policy('audit'), (facts) => ({
    scope: `${count(facts.packages, 'package')} (${String(facts.production)} for production)`,
    nothing: facts.packages === 0,
    notes: [
      ...version.notes,
      ...(settings.leftOut.length === 0 ? [] : [`not read by the audit: ${settings.leftOut.join(', ')}`]),
    ],
  }));
}

/** The manager's program at a version; that of the installation if it is the same. */
function programAt({ manager, use, node, program }: Installation, version: string | undefined): Container {
  if (version === use.version || version === undefined) return program;
  return withProgram(manager, { ...use, version }, node);
}

/** Adds files of which the content is known; an empty one is none. */
function withFiles(container: Container, files: Readonly<Record<string, string>>): Container {
  return Object.entries(files)
    .filter(([, text]) => text !== '')
    .reduce((one, [name, text]) => one.withNewFile(`/src/${name}`, text), container);
}
