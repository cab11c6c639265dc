import type { CacheVolume, Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { withHour } from '../audit/stage.ts';
import { overFiles } from '../../tools/attempt.stage.ts';
import { anew, leftOut, type Project } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/** Where Trivy leaves its reports, and where it keeps its database. */
export const reports = '/reports';
export const cache = '/cache';

/** A list of what is in the image, in one of Trivy's formats. */
export function bill(file: File, format: string, name: string): File {
  return trivy(withImage(file), ['image', ...imageInput, '--format', format], name).file(
    `${reports}/${name}`,
  );
}

const imageInput = ['--input', '/scan/image.tar'];

function withImage(file: File): Container {
  return dag.container().from(images.trivy).withFile('/scan/image.tar', file);
}

/**
 * Where the source lies below what Trivy scans: at the top it passes over folders called dev, proc and sys, and over a file
 * that is called as its own list of rules is.
 */
export const sourceFolder = 'source';

function withSource(source: Directory): Container {
  return dag
    .container()
    .from(images.trivy)
    .withWorkdir('/scan')
    .withDirectory(`/scan/${sourceFolder}`, source, { exclude: leftOut });
}

/** Settings and ignored findings of the source are not read: Trivy looks for both where it stands. */
const ours = ['--config', '/ours/trivy.yaml', '--ignorefile', '/ours/.trivyignore'];

/**
 * Trivy exits 0 when it could look, findings or not, so that every other end is a breakdown, which is not kept. It makes
 * no directory for its report: there must be one.
 */
function trivy(container: Container, args: string[], report: string): Container {
  return container
    .withNewFile(`${reports}/.keep`, '')
    .withNewFile('/ours/trivy.yaml', '')
    .withNewFile('/ours/.trivyignore', '')
    .withExec(
      within(600, [
        ...['trivy', ...args],
        ...['--cache-dir', cache, '--cache-backend', 'memory', '--output', `${reports}/${report}`, '--quiet'],
        ...ours,
      ]),
    );
}

/** Looks for vulnerabilities in the image, by the database that is there or the newest one. */
export function vulnerabilityRun(project: Project, file: File): Container {
  const base = anew(project, 'scan-vulnerabilities', withHour(withImage(file), project));
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
export function freshVulnerabilityRun(project: Project, file: File): Container {
  const base = withImage(file).withEnvVariable('ASKED_AGAIN_AT', new Date().toISOString());
  const run = withNewestDatabase(base, project);
  askedAgain.set(project, run);
  return run;
}

/** The run that the gate decided on, for whoever wants its report: the second one where there was one. */
export function vulnerabilityRunOfRecord(project: Project, file: File): Container {
  return askedAgain.get(project) ?? vulnerabilityRun(project, file);
}

/** Runs of this call that looked anew; another look would be another run. */
const askedAgain = new WeakMap<Project, Container>();

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
export function configRun(project: Project): Container {
  const { source, dockerfile, manifests } = project;
  const files = source.filter({ include: [dockerfile, `${manifests}/**`] });
  const plain = overFiles(files, 'without-ignores.ts', 60).directory('/src');
  // Trivy knows a Dockerfile by its name, which may be any.
  const named = `dockerfile:(^|/)${dockerfile.replaceAll(/[^\w/-]/g, '\\$&')}$`;
  const flags = ['--format', 'json', '--skip-check-update', '--file-patterns', named];
  return trivy(anew(project, 'scan-config', withSource(plain)), ['config', ...flags, '.'], 'config.json');
}

/** Looks for secrets in the image. */
export function imageSecretRun(project: Project, file: File): Container {
  return trivy(
    anew(project, 'scan-secrets', withImage(file)),
    ['image', ...imageInput, '--scanners', 'secret', '--format', 'json'],
    'secrets.json',
  );
}

/** Lists the packages of the image with their licences. */
export function licenceRun(project: Project, file: File): Container {
  return trivy(
    anew(project, 'licences', withImage(file)),
    ['image', ...imageInput, '--scanners', 'license', '--list-all-pkgs', '--format', 'json'],
    'licences.json',
  );
}

const secretRules = '/ours/trivy-secret.yaml';

/** Rules by which Trivy passes over documents, tests, vendored files and places of languages (its manual, "Secret scanning"). */
const passingOver = [
  ...['dist-info', 'tests', 'examples', 'vendor', 'usr-dirs', 'locale-dir', 'markdown', 'node.js', 'golang'],
  ...['python', 'rubygems', 'wordpress', 'anaconda-log'],
];

/** None of them is in use for a source, nor are the names that Trivy never opens, lockfiles and pictures among them. */
const everywhere = `disable-allow-rules: [${passingOver.join(', ')}]\nskip-patterns: []\n`;

/** Looks for secrets in the source. */
export function sourceSecretRun(project: Project): Container {
  const { source, configuration } = project;
  const skip = configuration.scan.skip
    .map((path) => `${sourceFolder}/${path}`)
    .flatMap((path) => ['--skip-dirs', path, '--skip-files', path]);
  return trivy(
    anew(project, 'scan-secrets', withSource(source)).withNewFile(secretRules, everywhere),
    ['fs', '--scanners', 'secret', '--secret-config', secretRules, '--format', 'json', ...skip, '.'],
    'secrets.json',
  );
}
