import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { runCommand } from './command.ts';

/** The package sources of this machine, as its own clients are configured. Empty where nothing is set. */
export interface HostSettings {
  /** Debian archives, each `LABEL URI`; empty: mmdebstrap's own default. */
  readonly debianArchives: readonly DebianArchive[];
  /** Lines of apt.conf: proxies and checks of dates. */
  readonly aptOptions: readonly string[];
  /** An npmrc for builds. */
  readonly npmrc: string;
  /** A pip.conf for builds. */
  readonly pipConf: string;
  /** A go/env for builds (go help env), to be named by GOENV. */
  readonly goEnv: string;
}

/** One of the archives that apt knows as Debian's. */
export interface DebianArchive {
  readonly kind: 'main' | 'updates' | 'security';
  readonly uri: string;
}

/** The places where distributions keep the bundle of certificates that the machine trusts. */
const caBundlePaths = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt'];

/**
 * The bundle of certificates that this machine trusts, so that networks with a CA of their own work.
 * @returns undefined when the machine has none
 */
export async function readCaBundle(paths: readonly string[] = caBundlePaths): Promise<Buffer | undefined> {
  for (const path of paths) {
    try {
      return await readFile(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return undefined;
}

/** The format of apt-get(8) indextargets that {@link parseDebianArchives} reads. */
export const indexTargetsFormat = '$(LABEL)|$(RELEASE)|$(REPO_URI)';

/** Reads Debian's archives from what `apt-get indextargets` prints; archives of others are left out. */
export function parseDebianArchives(text: string): DebianArchive[] {
  const found = new Map<DebianArchive['kind'], string>();
  for (const line of text.split('\n')) {
    const [label, release, uri] = line.split('|');
    const kind = archiveKind(label, release);
    if (kind !== undefined && uri !== undefined && !found.has(kind)) found.set(kind, uri);
  }
  return [...found].map(([kind, uri]) => ({ kind, uri }));
}

function archiveKind(label: string | undefined, release = ''): DebianArchive['kind'] | undefined {
  if (label === 'Debian-Security') return 'security';
  if (label !== 'Debian') return undefined;
  if (release.endsWith('-updates')) return 'updates';
  return release.includes('-') ? undefined : 'main';
}

/** Lines for sources.list of a suite; empty when the machine knows no archive of Debian's. */
export function sourcesLines(archives: readonly DebianArchive[], suite: string): string[] {
  if (!archives.some(({ kind }) => kind === 'main')) return [];
  const suffixes = { main: '', updates: '-updates', security: '-security' };
  return archives.map(({ kind, uri }) => `deb ${uri} ${suite}${suffixes[kind]} main`);
}

/** Settings of apt that a root needs where the host needs them (apt.conf(5), apt-transport-http(1)). */
const aptKeys = /^Acquire::(https?::Proxy(::\S+)?|Check-Valid-Until|Check-Date|https::CAInfo) "[^"]+";$/;

/** Picks proxies and date checks out of what `apt-config dump` prints. */
export function parseAptOptions(text: string): string[] {
  return text.split('\n').filter((line) => aptKeys.test(line));
}

/** Settings of npm that a build needs. Tokens are not among them: npm does not print them. */
const npmKeys = /^(registry|@[^:\s]+:registry|proxy|https-proxy|noproxy|strict-ssl) = /;

/** Picks registries and proxies out of what `npm config list` prints, which names only what somebody has set. */
export function parseNpmConfig(text: string): string {
  const lines = text.split('\n').filter((line) => npmKeys.test(line) && !line.includes('(protected)'));
  return lines.map((line) => `${line.replace(/ = /, '=')}\n`).join('');
}

const pipLine = /^(?::env:|[a-z]+)\.(?<key>index-url|extra-index-url|trusted-host|proxy)='(?<value>.*)'$/;

/** Picks indexes and proxies out of what `pip config list` prints. */
export function parsePipConfig(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const { key, value } = pipLine.exec(line)?.groups ?? {};
    return key === undefined ? [] : [`${key} = ${(value ?? '').replaceAll('\\n', '\n  ')}`];
  });
  return lines.length === 0 ? '' : `[global]\n${lines.join('\n')}\n`;
}

/** Settings of Go that a build needs: where modules come from, and who vouches for them. */
const goNames = ['GOPROXY', 'GOSUMDB', 'GONOSUMDB', 'GONOPROXY', 'GOPRIVATE', 'GOINSECURE'];

/** Picks them out of what `go env -json` prints, as lines `NAME=value`; what is not set is left out. */
export function parseGoSettings(text: string): string[] {
  if (text === '') return [];
  const settings = z.record(z.string(), z.string()).parse(JSON.parse(text));
  return goNames.flatMap((name) => (settings[name] ? [`${name}=${settings[name]}`] : []));
}

/** The settings of this machine's Go, `NAME=value` each; none without Go. */
export async function readGoSettings(): Promise<string[]> {
  return parseGoSettings(await output('go', ['env', '-json', ...goNames]));
}

/** The output of a client; nothing when the machine does not have it, or it has no configuration. */
async function output(program: string, args: readonly string[]): Promise<string> {
  // A temporary folder, so that npm does not read a project's own settings.
  const result = await runCommand(program, args, { cwd: tmpdir() });
  return result.status === 'ended' && result.code === 0 ? result.stdout : '';
}

/** Makes a reader that asks once, whoever calls it: how this machine is configured is taken to stay so. */
export function createSettingsReader(read = readHostSettings): () => Promise<HostSettings> {
  let settings: Promise<HostSettings> | undefined;
  return () => (settings ??= read());
}

/** Asks this machine's package clients how they are configured. Takes about two seconds: only for making images. */
export async function readHostSettings(): Promise<HostSettings> {
  const [targets, options, npm, pip, go] = await Promise.all([
    output('apt-get', ['indextargets', '--format', indexTargetsFormat, 'Created-By: Packages']),
    output('apt-config', ['dump']),
    output('npm', ['config', 'list']),
    output('python3', ['-m', 'pip', 'config', 'list']),
    readGoSettings(),
  ]);
  return {
    debianArchives: parseDebianArchives(targets),
    aptOptions: parseAptOptions(options),
    npmrc: parseNpmConfig(npm),
    pipConf: parsePipConfig(pip),
    goEnv: go.map((line) => `${line}\n`).join(''),
  };
}
