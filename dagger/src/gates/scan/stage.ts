import type { Container } from '@dagger.io/dagger';

import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { parseTrivy, type TrivyFacts } from './trivy.ts';
import { type DatabaseAge, databaseAge, parseTrivyVersion } from './trivy-version.ts';
import { secretScope } from './secret-scope.ts';
import { withSuppressed } from '../suppressions.ts';
import { combine, decideTool } from '../../tools/tool-gate.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { reportIn } from '../../tools/report.stage.ts';
import type { Project } from '../../project/project.stage.ts';
import { sourceFiles } from '../../project/files.stage.ts';
import { suppressionsFor } from '../suppressions.stage.ts';
import { configRun, imageSecretRun, sourceSecretRun } from './runs.stage.ts';
import { cache, reports, sourceFolder } from './trivy.stage.ts';
import { freshVulnerabilityRun, vulnerabilityRun } from './vulnerability-runs.stage.ts';
import { within } from '../../tools/deadline.ts';

/** Scans the image for vulnerabilities; unavailable without a recent database. */
export async function scanVulnerabilities(project: Project): Promise<Decision> {
  const { archive } = await project.image.get();
  const known = await vulnerabilitiesBy(vulnerabilityRun(project, archive), project);
  const { report, age } = isTooOld(known, project)
    ? await vulnerabilitiesBy(freshVulnerabilityRun(project, archive), project)
    : known;
  if (!report.ok) return unavailable(report.reason);
  if (!age.usable) return unavailable(age.sentence);
  return decideTool(report, project.policy('scan-vulnerabilities'), (facts) => ({
    scope: `${count(facts.packageTargets, 'package list')} of the image (${facts.system ?? 'no distribution'})`,
    nothing: facts.packageTargets === 0,
    notes: [age.sentence, ...unfixedNote(facts), ...endOfLifeNote(facts)],
  }));
}

interface Answer {
  readonly report: ReturnType<typeof parseTrivy>;
  readonly age: DatabaseAge;
}

async function vulnerabilitiesBy(run: Container, project: Project): Promise<Answer> {
  const report = await reportOf(run, 'vulnerabilities.json', project);
  if (!report.ok) return { report, age: { usable: false, sentence: report.reason } };
  return { report, age: await ageOf(run, project) };
}

/** Whether another run could find a newer database; a database that was given is not replaced. */
function isTooOld({ report, age }: Answer, { trivyCache }: Project): boolean {
  return report.ok && !age.usable && trivyCache === undefined;
}

/** Checks the configuration in the Dockerfile and the manifests, with Trivy's built-in checks. */
export async function scanConfig(project: Project): Promise<Decision> {
  const report = await reportOf(configRun(project), 'config.json', project);
  const decision = decideTool(report, project.policy('scan-config'), (facts) => ({
    scope: count(facts.configurationTargets, 'configuration file'),
    nothing: facts.configurationTargets === 0,
  }));
  return withSuppressed(decision, await suppressionsFor(project, ['trivy']));
}

/** Scans the source and the image, where there is one, for secrets. */
export async function scanSecrets(project: Project): Promise<Decision> {
  const [inImage, inSource] = await Promise.all([
    project.image.kind === 'missing' ? undefined : secretsInImage(project),
    secretsInSource(project),
  ]);
  return combine([...(inImage === undefined ? [] : [['trivy', inImage] as const]), ['trivy', inSource]]);
}

async function secretsInImage(project: Project): Promise<Decision> {
  const { archive } = await project.image.get();
  const report = await reportOf(imageSecretRun(project, archive), 'secrets.json', project);
  return decideTool(report, project.policy('scan-secrets'), () => ({ scope: 'the image', nothing: false }));
}

async function secretsInSource(project: Project): Promise<Decision> {
  const [report, files] = await Promise.all([
    reportOf(sourceSecretRun(project), 'secrets.json', project),
    sourceFiles(project),
  ]);
  const { skip } = project.configuration.scan;
  return decideTool(report, project.policy('scan-secrets'), () => secretScope(files, skip));
}

function reportOf(
  run: Container,
  name: string,
  { configuration }: Project,
): Promise<ReturnType<typeof parseTrivy>> {
  const options = { ignoreUnfixed: configuration.scan.ignoreUnfixed, folder: sourceFolder };
  const file = { tool: 'trivy', path: `${reports}/${name}` };
  return reportIn(run, file, (output) => parseTrivy(output, options));
}

async function ageOf(run: Container, project: Project): Promise<DatabaseAge> {
  const version = await plainEvidenceOf(
    run.withExec(within(60, ['trivy', 'version', '--format', 'json', '--cache-dir', cache])),
  );
  const report = parseTrivyVersion({ text: version.stdout, exitCode: version.exitCode });
  if (!report.ok) return { usable: false, sentence: report.reason };
  const maxAgeHours = project.configuration.scan.maxDatabaseAgeHours;
  return databaseAge(report.facts.database, { nowMs: Date.parse(`${project.hour}:00:00Z`), maxAgeHours });
}

function unfixedNote({ unfixed }: TrivyFacts): string[] {
  return unfixed.length === 0 ? [] : [`${String(unfixed.length)} without a fixed version are left out`];
}

function endOfLifeNote({ endOfLife, system }: TrivyFacts): string[] {
  return endOfLife
    ? [`${system ?? 'the distribution'} is no longer supported: its vulnerabilities are no longer tracked`]
    : [];
}
