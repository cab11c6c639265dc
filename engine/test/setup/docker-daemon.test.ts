import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Dockerode from 'dockerode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDocker, type DaemonPlaces } from '../../src/setup/docker-daemon.ts';
import { lookAtDocker } from '../../src/setup/look.ts';
import { inspectPidFile } from '../../src/setup/pid-file.ts';
import { temporaryFolder } from '../support/temporary.ts';

// A second daemon with a folder and a network namespace of its own. Without the namespace it would take the machine's
// docker0 away: dockerd removes that bridge when it is told to use none.
const canRun = process.getuid?.() === 0 && spawnSync('dockerd', ['--version']).status === 0;

let place: ReturnType<typeof temporaryFolder>;
let folder = '';
let places: DaemonPlaces;
let lines: string[];

beforeEach(() => {
  place = temporaryFolder();
  folder = place.path;
  lines = [];
  const at = (name: string) => join(folder, name);
  places = {
    pidFile: at('docker.pid'),
    containerdPidFile: at('exec/containerd/containerd.pid'),
    logFile: at('dockerd.log'),
    command: ['unshare', '--net', 'dockerd'],
    args: [
      ['--data-root', at('data')],
      ['--exec-root', at('exec')],
      ['--pidfile', at('docker.pid')],
      ['--host', `unix://${at('docker.sock')}`],
      ['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false'],
    ].flat(),
  };
});

afterEach(async () => {
  await endDaemon('SIGTERM');
  // A daemon that did not end by itself leaves its folder mounted on itself, once for each start, and more below it.
  for (const mount of (await mountsBelow(folder)).reverse()) spawnSync('umount', ['--lazy', mount]);
  place[Symbol.dispose]();
});

/** Where something is mounted in a folder, in the order in which it was (proc_pid_mounts(5)). */
async function mountsBelow(path: string): Promise<string[]> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1]);
  return mounts.filter((mount) => mount?.startsWith(`${path}/`) === true) as string[];
}

/** Ends the second daemon by the number in its own pid file, and waits until it is gone. */
async function endDaemon(signal: NodeJS.Signals): Promise<void> {
  const verdict = await inspectPidFile(places.pidFile, 'dockerd');
  if (verdict.kind !== 'running') return;
  process.kill(verdict.pid, signal);
  const deadline = performance.now() + 20_000;
  while ((await inspectPidFile(places.pidFile, 'dockerd')).kind === 'running') {
    if (performance.now() > deadline) throw new Error(`dockerd ${verdict.pid} did not end`);
    await wait(50);
  }
}

const socketPath = () => join(folder, 'docker.sock');

const answers = async () =>
  (await lookAtDocker(new Dockerode({ socketPath: socketPath(), timeout: 2000 }), {})).status === 'answers';

const start = (change: Partial<DaemonPlaces> = {}, deadlineMs = 30_000) =>
  startDocker({ answers, report: (line) => lines.push(line), places: { ...places, ...change }, deadlineMs });

describe.runIf(canRun)('starting the Docker daemon (needs root and dockerd)', () => {
  test('starts it, says where its log is, it outlives the call, and is not started again', async () => {
    const told = await start();
    expect(told).toContain(places.logFile);
    expect((await stat(places.logFile)).size).toBeGreaterThan(0);
    await expect(answers()).resolves.toBe(true);
    expect(lines).toEqual([]);
    const before = await readFile(places.pidFile, 'utf8');
    await expect(start()).resolves.toContain('already');
    await expect(readFile(places.pidFile, 'utf8')).resolves.toBe(before);
  });

  test('works over what a daemon that was killed has left', async () => {
    await start();
    await endDaemon('SIGKILL');
    await expect(stat(places.pidFile)).resolves.toBeDefined();
    await start();
    expect(lines.join('\n')).toContain(`removed ${places.pidFile}`);
    await expect(answers()).resolves.toBe(true);
  });

  test('waits for the containerd of a killed daemon while it ends, and does not take it for its own', async () => {
    const program = join(folder, 'containerd');
    await copyFile('/bin/sleep', program);
    const ending = spawn(program, ['2'], { stdio: 'ignore' });
    await mkdir(dirname(places.containerdPidFile), { recursive: true });
    await writeFile(places.containerdPidFile, String(ending.pid));
    await start();
    expect(ending.exitCode).toBe(0);
    expect(lines.join('\n')).toContain(`removed ${places.containerdPidFile}`);
    await expect(answers()).resolves.toBe(true);
  });

  test('works where the numbers in the pid files belong to other programs now', async () => {
    await mkdir(join(folder, 'exec/containerd'), { recursive: true });
    await writeFile(places.pidFile, String(process.pid));
    await writeFile(places.containerdPidFile, String(process.pid));
    await writeFile(socketPath(), '');
    await start();
    expect(lines).toHaveLength(2);
    await expect(answers()).resolves.toBe(true);
  });

  test('one that ends at once is an error with the end of its log', async () => {
    const failure = start({ args: [...places.args, '--storage-driver=no-such-driver'] });
    await expect(failure).rejects.toThrow(/dockerd ended with code 1.*driver not supported.*Next: Read/s);
  });

  test('one that does not answer in time is an error', async () => {
    const failure = startDocker({
      answers: () => Promise.resolve(false),
      report: () => undefined,
      places,
      deadlineMs: 0,
    });
    await expect(failure).rejects.toThrow(/does not answer after 0 s/);
    const deadline = performance.now() + 20_000;
    while (!(await answers()) && performance.now() < deadline) await wait(50);
  });
});
