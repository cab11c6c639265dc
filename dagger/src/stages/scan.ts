import type { CacheVolume, Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../images.ts';
import { brokenDown, count, unavailable } from '../verdict/evidence.ts';
import type { Decision } from '../verdict/model.ts';
import { parseTrivy, type TrivyFacts } from '../verdict/parsers/trivy.ts';
import { type DatabaseAge, databaseAge, parseTrivyVersion } from '../verdict/parsers/trivy-version.ts';
import { combine, decideTool } from '../verdict/tool-gate.ts';
import { withHour } from './audit.ts';
import { fileIfAny, plainEvidenceOf } from './evidence.ts';
import { imageArchive } from './image.ts';
import { leftOut, type Project } from './project.ts';

const reports = '/reports';
const cache = '/cache';

/** Vulnerabilities in the image; unavailable without a database that is young enough. */
export async function scanVulnerabilities(project: Project): Promise<Decision> {
  const file = await imageArchive(project);
  const known = await vulnerabilitiesBy(vulnerabilityRun(project, file), project);
  const { report, age } = isTooOld(known, project)
    ? await vulnerabilitiesBy(freshVulnerabilityRun(project, file), project)
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

/** Whether another look could find a younger database; one that was given stays as it is. */
function isTooOld({ report, age }: Answer, { trivyCache }: Project): boolean {
  return report.ok && !age.usable && trivyCache === undefined;
}

/** Misconfiguration of the Dockerfile and the manifests, by the checks that come with Trivy. */
export async function scanConfig(project: Project): Promise<Decision> {
  const report = await reportOf(configRun(project), 'config.json', project);
  return decideTool(report, project.policy('scan-config'), (facts) => ({
    scope: count(facts.configurationTargets, 'configuration file'),
    nothing: facts.configurationTargets === 0,
  }));
}

/** Secrets in the image and in the source. */
export async function scanSecrets(project: Project): Promise<Decision> {
  const [inImage, inSource] = await Promise.all([
    reportOf(imageSecretRun(await imageArchive(project)), 'secrets.json', project),
    reportOf(sourceSecretRun(project), 'secrets.json', project),
  ]);
  const policy = project.policy('scan-secrets');
  return combine([
    ['trivy', decideTool(inImage, policy, () => ({ scope: 'the image', nothing: false }))],
    ['trivy', decideTool(inSource, policy, () => ({ scope: 'the source', nothing: false }))],
  ]);
}

/** CycloneDX and SPDX lists of what is in the image. */
export async function softwareBills(project: Project): Promise<Directory> {
  const file = await imageArchive(project);
  return dag
    .directory()
    .withFile('sbom.cyclonedx.json', bill(file, 'cyclonedx', 'sbom.cyclonedx.json'))
    .withFile('sbom.spdx.json', bill(file, 'spdx-json', 'sbom.spdx.json'));
}

/** The CycloneDX list alone: what an image is published with. */
export async function packageList(project: Project): Promise<File> {
  return bill(await imageArchive(project), 'cyclonedx', 'sbom.cyclonedx.json');
}

function bill(file: File, format: string, name: string): File {
  return trivy(withImage(file), ['image', ...imageInput, '--format', format], name).file(
    `${reports}/${name}`,
  );
}

const imageInput = ['--input', '/scan/image.tar'];

function withImage(file: File): Container {
  return dag.container().from(images.trivy).withFile('/scan/image.tar', file);
}

function withSource(source: Directory): Container {
  return dag
    .container()
    .from(images.trivy)
    .withWorkdir('/src')
    .withDirectory('/src', source, { exclude: leftOut });
}

/**
 * Trivy exits 0 when it could look, findings or not, so that every other end is a breakdown, which is not kept. It makes
 * no directory for its report: there must be one.
 */
function trivy(container: Container, args: string[], report: string): Container {
  return container
    .withNewFile(`${reports}/.keep`, '')
    .withExec([
      ...['timeout', '-k', '10', '600', 'trivy', ...args],
      ...['--cache-dir', cache, '--cache-backend', 'memory', '--output', `${reports}/${report}`, '--quiet'],
    ]);
}

function vulnerabilityRun(project: Project, file: File): Container {
  const base = withHour(withImage(file), project);
  return project.trivyCache === undefined
    ? withNewestDatabase(base.withMountedCache(cache, databaseVolume(project)), project)
    : vulnerabilities(base.withDirectory(cache, project.trivyCache), [
        '--skip-db-update',
        '--offline-scan',
        '--skip-java-db-update',
      ]);
}

/**
 * Looks anew when the database is too old: that answer is not to stand until the hour changes, and Trivy asks for no
 * other database within an hour of a download, so this run has no place where one could be.
 */
function freshVulnerabilityRun(project: Project, file: File): Container {
  const base = withImage(file).withEnvVariable('ASKED_AGAIN_AT', new Date().toISOString());
  return withNewestDatabase(base, project);
}

function withNewestDatabase(base: Container, { trivyDatabase }: Project): Container {
  return vulnerabilities(base, trivyDatabase === '' ? [] : ['--db-repository', trivyDatabase]);
}

function vulnerabilities(base: Container, where: readonly string[]): Container {
  const scan = ['image', ...imageInput, '--scanners', 'vuln', '--format', 'json', '--list-all-pkgs'];
  return trivy(base, [...scan, ...where], 'vulnerabilities.json');
}

/**
 * Where a downloaded database stays: one place per repository, because Trivy asks for no other database while the one
 * that it has is of today, wherever that came from.
 */
function databaseVolume({ trivyDatabase }: Project): CacheVolume {
  return dag.cacheVolume(trivyDatabase === '' ? 'trivy' : `trivy-${trivyDatabase}`);
}

/** Looks at what the image is built and deployed by, and at nothing else of the source. */
function configRun({ source, dockerfile, manifests }: Project): Container {
  const base = dag
    .container()
    .from(images.trivy)
    .withWorkdir('/src')
    .withDirectory('/src', source, { include: [dockerfile, `${manifests}/**`] });
  return trivy(base, ['config', '--format', 'json', '--skip-check-update', '.'], 'config.json');
}

function imageSecretRun(file: File): Container {
  return trivy(
    withImage(file),
    ['image', ...imageInput, '--scanners', 'secret', '--format', 'json'],
    'secrets.json',
  );
}

function sourceSecretRun({ source, configuration }: Project): Container {
  const skip = configuration.scan.skip.flatMap((path) => ['--skip-dirs', path, '--skip-files', path]);
  return trivy(
    withSource(source),
    ['fs', '--scanners', 'secret', '--format', 'json', ...skip, '.'],
    'secrets.json',
  );
}

async function reportOf(
  run: Container,
  name: string,
  { configuration }: Project,
): Promise<ReturnType<typeof parseTrivy>> {
  const evidence = await plainEvidenceOf(run);
  const text = await fileIfAny(run, evidence, `${reports}/${name}`);
  if (text === undefined) return { ok: false, reason: brokenDown('trivy', evidence) };
  const { ignoreUnfixed } = configuration.scan;
  return parseTrivy({ text, exitCode: evidence.exitCode }, { ignoreUnfixed });
}

async function ageOf(run: Container, project: Project): Promise<DatabaseAge> {
  const version = await plainEvidenceOf(
    run.withExec(['trivy', 'version', '--format', 'json', '--cache-dir', cache]),
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
    ? [`${system ?? 'the distribution'} is no longer supported: nobody looks for its flaws`]
    : [];
}
