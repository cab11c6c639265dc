import type { Container } from '@dagger.io/dagger';

import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { combine, decideTool } from '../../tools/tool-gate.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import { leftOut, type Project, uncachedOnRerun, withHour } from '../../project/project.stage.ts';
import {
  type Installation,
  installedPackages,
  installFault,
  programFault,
  textsOf,
  withProgram,
} from '../packages/stage.ts';
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
  const reading = await lockfileOf(project, installation, manager, file);
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

async function lockfileGuard(
  { project, installation, manager }: Audited,
  reading: LockfileReading,
): Promise<Decision> {
  if (!reading.ok) return unavailable(reading.reason);
  const { installScripts, registries: named } = project.configuration.audit;
  const configured = await registriesOf(project, installation, manager);
  const registries = named ?? configured?.all;
  if (registries === undefined) {
    return unavailable(`lockfile: ${installation.manager.name} does not say which registry it uses`);
  }
  // What is installed tells which packages have install scripts; the rest is read from the lockfile alone.
  const fault = await installFault(installation);
  const scripted = fault === undefined ? (await installedPackages(project, installation)).scripted : [];
  const checked = decideTool(
    checkOtherLockfile(reading.lockfile, scripted, {
      installScripts,
      registries,
      install: installation.manager.lock,
    }),
    project.policy('audit'),
    (facts) => ({
      scope: `the lockfile's ${count(facts.packages, 'package')}`,
      nothing: facts.packages === 0,
      notes: [
        ...originNote([...registries, ...facts.origins], own(configured)),
        ...elsewhereNote(facts.elsewhere),
        ...installation.notes,
      ],
    }),
  );
  if (fault === undefined) return checked;
  return combine([
    ['lockfile', checked],
    ['lockfile', { ...fault, unchecked: ['lockfile'] }],
  ]);
}

function own(configured: Registries | undefined): readonly string[] {
  return configured?.own ?? [];
}

/** Runs the manager's own audit, with its settings reduced to registries. */
async function advisories(
  { project, installation, manager, file }: Audited,
  reading: LockfileReading,
): Promise<Decision> {
  if (!reading.ok) return unavailable(`${manager.tool}: the lockfile cannot be read`);
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
  const output = await evidenceOf(attempt(container, command, { seconds: 180, ...manager.answers }));
  const parsed = parseAudit(manager, output, { lockfile: reading.lockfile, version: version.version });
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
