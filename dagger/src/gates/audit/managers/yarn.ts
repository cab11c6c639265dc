import { type JsonCursor, ShapeError } from '../../../verdict/json.ts';
import { readIf } from '../../../verdict/json-text.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import { type Affected, type AdvisoryKeys, readAdvisory } from '../advisory.ts';
import { jsonLines } from '../json-lines.ts';
import { checkExit, readLegacyReport } from '../legacy-report.ts';
import { yarn } from '../../packages/managers/yarn.ts';
import { keptOfYaml } from '../settings-files.ts';
import { type AuditManager, type AuditOutput, failedToAsk, otherwise } from './manager.ts';
import { majorIn } from './versions.ts';

/** Yarn from 4 on asks npm's bulk advisories; before that, a service that npm's registry has retired. */
const firstBulk = 4;

/** Settings that say where packages and advisories are, and what `catalog:` in a package.json stands for. */
const kept = [
  ...['npmRegistryServer', 'npmAuditRegistry', 'npmScopes', 'npmRegistries'],
  ...['npmAlwaysAuth', 'npmAuthToken', 'npmAuthIdent', 'catalog', 'catalogs'],
];

/** `yarn npm audit` of Yarn 2 to 4. */
export const yarnAudit: AuditManager = {
  tool: 'yarn-audit',
  format: 'yarn',
  parser: { name: 'yaml', version: '2.9.1' },
  beside: ['.yarnrc.yml'],
  command: (version) => [
    ...['yarn', 'npm', 'audit', '--json', '--all', '--recursive', '--environment', 'all'],
    // What is deprecated is no vulnerability, and would be asked for package by package.
    ...((majorIn(version) ?? firstBulk) >= firstBulk ? ['--no-deprecations'] : []),
  ],
  answers: { codes: [0, 1], breaks: ['➤ YN', 'RequestError', 'HTTPError', 'TimeoutError', 'Usage Error'] },
  variables: { ...yarn.environment, YARN_HTTP_RETRY: '2', YARN_HTTP_TIMEOUT: '60000' },
  redirect: (address) => ({
    flags: [],
    variables: { YARN_NPM_AUDIT_REGISTRY: address, YARN_UNSAFE_HTTP_WHITELIST: new URL(address).hostname },
  }),
  reads: ['.yarnrc.yml'],
  settings: (texts) => {
    const { text, leftOut } = keptOfYaml(texts['.yarnrc.yml'] ?? '', kept, /^npmAudit|^enableNetwork$/);
    return { files: { '.yarnrc.yml': text }, leftOut: leftOut.map((name) => `.yarnrc.yml: ${name}`) };
  },
  ownRegistry: ['yarn', 'config', 'get', 'npmRegistryServer'],
  scriptDefaults: 'yarn config get enableScripts',
  update: 'yarn up --recursive',
  without: () => undefined,
  retired: (version) =>
    (majorIn(version) ?? firstBulk) >= firstBulk
      ? undefined
      : `Yarn asks npm's bulk advisory service from version ${String(firstBulk)} on; the one that version ${version ?? ''} asks has been retired by npm's registry: name yarn ${String(firstBulk)} as packageManager in package.json, ${otherwise}`,
  read: readYarnAudit,
};

/** Keys of an advisory in the table that Yarn 4 writes. */
const keys: AdvisoryKeys = {
  id: 'ID',
  title: 'Issue',
  url: 'URL',
  severity: 'Severity',
  range: 'Vulnerable Versions',
};

/** Reads `yarn npm audit --json`: from Yarn 4 on a line for each advisory, and nothing where there is none; before, one report in
 * npm's old form. */
function readYarnAudit({ exitCode, stdout, stderr }: AuditOutput): Affected[] {
  if (exitCode !== 0 && !stdout.trimStart().startsWith('{')) {
    const said = wordsOf(`${stdout}\n${stderr}`);
    throw new ShapeError(
      `${failedToAsk('yarn')}: ${said ?? `it ended with code ${String(exitCode)} and no answer`}`,
    );
  }
  const legacy = readIf(stdout, (report) => (report.at('advisories').exists ? report : undefined));
  const affected = legacy === undefined ? jsonLines(stdout).map(affectedAt) : readLegacyReport(legacy);
  checkExit(exitCode, affected.length);
  return affected;
}

function affectedAt(line: JsonCursor): Affected {
  const details = line.at('children');
  return {
    name: line.at('value').text(),
    advisory: readAdvisory(details, keys),
    versions: details
      .at('Tree Versions')
      .items()
      .map((version) => version.text()),
  };
}

/** An error of Yarn's own (`➤ YN0035: sentence`), or one that its program ended by. */
function wordsOf(output: string): string | undefined {
  const text = output.slice(-100_000);
  const coded = [...text.matchAll(/^➤ YN\d{4}: +(\S.*)$/gm)].map(([, said = '']) => said);
  const thrown = /\b(?:Request|HTTP|Timeout)Error\]?: (.+)$/m.exec(text)?.[1];
  const usage = /^(?:Usage|Internal|Unknown Syntax) Error: (.+)$/m.exec(text)?.[1];
  const said = coded.length > 0 ? coded.slice(0, 2).join('; ') : (thrown ?? usage);
  return said === undefined ? undefined : plainLine(said, 400);
}
