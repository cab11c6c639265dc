import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hostTrust } from './engine.ts';
import { testImages } from './image-names.ts';
import { toolImage } from './images.ts';

/** The version by which the tests make charts. */
const version = 'v4.3.2';

const cache = new URL('../../node_modules/.cache', import.meta.url).pathname;
const program = join(cache, `helm-${version}`);

/** Makes the chart that `helm create` makes, as `NAME` in a folder. */
export async function createChart(folder: string, name: string): Promise<void> {
  if (!existsSync(program)) await build();
  execFileSync(program, ['create', name], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Builds Helm from its module, once for a machine: the checksum database vouches for the source. */
async function build(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const target = mkdtempSync(join(cache, 'helm-new-'));
  try {
    const { env, binds } = hostTrust([], []);
    const owner = `chown -R ${String(process.getuid?.() ?? 0)}:${String(process.getgid?.() ?? 0)} /go/bin`;
    execFileSync(
      'docker',
      [
        ...['run', '--rm', `--volume=${target}:/go/bin`, ...binds.map((bind) => `--volume=${bind}`)],
        ...[...env, 'CGO_ENABLED=0'].map((one) => `--env=${one}`),
        await toolImage(testImages.golang),
        ...['sh', '-c', `go install -ldflags '-s -w' helm.sh/helm/v4/cmd/helm@${version} && ${owner}`],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    // In place at once: two runs may do so at the same time.
    renameSync(join(target, 'helm'), program);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
