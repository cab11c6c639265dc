import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInImage } from './run-in-image.ts';

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
    await runInImage({
      image: 'golang',
      folder: target,
      at: '/go/bin',
      env: ['CGO_ENABLED=0'],
      steps: [`go install -ldflags '-s -w' helm.sh/helm/v4/cmd/helm@${version}`],
    });
    // In place at once: two runs may do so at the same time.
    renameSync(join(target, 'helm'), program);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
