import { spawn } from 'node:child_process';
import { access, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runCommand } from '../images/command.ts';
import { SetupFailed } from './errors.ts';
import { inspectPidFile } from './pid-file.ts';

/** The files of a daemon, and the flags that set them. The defaults are dockerd's own. */
export interface DaemonPlaces {
  /** @default '/var/run/docker.pid' */
  readonly pidFile: string;
  /** The containerd that dockerd starts. @default '/var/run/docker/containerd/containerd.pid' */
  readonly containerdPidFile: string;
  /** The file for its output. @default '/var/log/dockerd.log' */
  readonly logFile: string;
  /** The command that starts it. @default ['dockerd'] */
  readonly command?: readonly string[];
  /** Further arguments of dockerd. @default [] */
  readonly args: readonly string[];
}

const usualPlaces: DaemonPlaces = {
  pidFile: '/var/run/docker.pid',
  containerdPidFile: '/var/run/docker/containerd/containerd.pid',
  logFile: '/var/log/dockerd.log',
  args: [],
};

/** Options of {@link startDocker}. */
export interface StartOptions {
  /** Tells whether the daemon answers by now. */
  readonly answers: () => Promise<boolean>;
  readonly report: (line: string) => void;
  /** The places of its files. Default: dockerd's own; there systemd starts it, where systemd runs. */
  readonly places?: DaemonPlaces;
  /** The time within which it must answer, in milliseconds. Default: 60 s. */
  readonly deadlineMs?: number;
}

/**
 * Starts the Docker daemon, so that it stays when this process ends, and waits until it answers.
 * Leavings of a killed daemon are removed first: dockerd does not start while its pid file names any living process, and
 * takes whatever process containerd's pid file names for its containerd, even one that is just ending with the daemon
 * that was killed: that one is waited for. A stale socket it replaces by itself.
 * @returns how it was started
 * @throws {SetupFailed} when it ends or does not answer in time, with the end of its log
 */
export async function startDocker(options: StartOptions): Promise<string> {
  const places = options.places ?? usualPlaces;
  const running = await inspectPidFile(places.pidFile, 'dockerd');
  if (running.kind === 'running') {
    options.report(`dockerd runs as process ${running.pid}; waiting for its answer`);
    await waitForAnswer(options, places, () => undefined);
    return `process ${running.pid} was already starting`;
  }
  await untilEnded(places.containerdPidFile, 'containerd');
  await removeLeavings(places, options.report);
  if (options.places === undefined && (await exists('/run/systemd/system')))
    return startBySystemd(options, places);
  return startDetached(options, places);
}

const pollMs = 200;

/** The time in which a containerd must end after the dockerd that started it, in milliseconds; one that stays is used again. */
const containerdEndsWithinMs = 10_000;

async function untilEnded(pidFile: string, program: string): Promise<void> {
  const deadline = performance.now() + containerdEndsWithinMs;
  while ((await inspectPidFile(pidFile, program)).kind === 'running' && performance.now() < deadline)
    await wait(pollMs);
}

async function removeLeavings({ pidFile, containerdPidFile }: DaemonPlaces, report: StartOptions['report']) {
  for (const [file, program] of [
    [pidFile, 'dockerd'],
    [containerdPidFile, 'containerd'],
  ] as const) {
    const verdict = await inspectPidFile(file, program);
    if (verdict.kind !== 'stale') continue;
    report(`removed ${file}, left by a daemon that was killed (${verdict.why})`);
    await unlink(file);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function startBySystemd(options: StartOptions, places: DaemonPlaces): Promise<string> {
  const result = await runCommand('systemctl', ['start', 'docker']);
  if (result.status === 'missing' || result.code !== 0) {
    throw new SetupFailed({
      happened: `systemctl start docker failed: ${result.status === 'missing' ? 'systemctl is not on PATH' : result.stderr.trim()}`,
      expected: 'A Docker daemon that runs',
      next: 'Look at journalctl -u docker',
    });
  }
  await waitForAnswer(options, places, () => undefined);
  return 'started by systemctl; its log is in journalctl -u docker';
}

async function startDetached(options: StartOptions, places: DaemonPlaces): Promise<string> {
  await mkdir(dirname(places.logFile), { recursive: true });
  const log = await open(places.logFile, 'a');
  let ended: string | undefined;
  const [program = 'dockerd', ...before] = places.command ?? [];
  const child = spawn(program, [...before, ...places.args], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    cwd: '/',
  });
  child.on('error', (error) => (ended = `could not be started: ${error.message}`));
  child.on('exit', (code, signal) => (ended = `ended with ${signal ?? `code ${code}`}`));
  try {
    await waitForAnswer(options, places, () => ended);
  } finally {
    await log.close();
    child.unref();
  }
  return `started as process ${child.pid}; its log is ${places.logFile}`;
}

async function waitForAnswer(
  { answers, deadlineMs = 60_000 }: StartOptions,
  { logFile }: DaemonPlaces,
  ended: () => string | undefined,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await answers())) {
    const late = performance.now() > deadline ? `does not answer after ${deadlineMs / 1000} s` : undefined;
    const happened = ended() ?? late;
    if (happened !== undefined) throw await notStarted(`dockerd ${happened}`, logFile);
    await wait(pollMs);
  }
}

/** Lines of dockerd's log that tell what it is doing, not what is wrong. */
const isChatter = (line: string) => / level=(debug|info) /.test(line);

async function notStarted(happened: string, logFile: string): Promise<SetupFailed> {
  const log = (await exists(logFile)) ? await readFile(logFile, 'utf8') : '';
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !isChatter(line));
  const tail = lines.slice(-5).join('\n');
  return new SetupFailed({
    happened: tail === '' ? happened : `${happened}; the end of its log:\n${tail}\n`,
    expected: 'A Docker daemon that answers',
    next: `Read ${logFile}, fix what it names, and run npm run setup again`,
  });
}
