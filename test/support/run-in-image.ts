import { execFileSync } from 'node:child_process';
import { hostTrust } from './engine.ts';
import { type TestImage, testImages } from './image-names.ts';
import { toolImage } from './images.ts';

/** Commands in the image of a tool, with a folder of this machine. */
export interface ImageRun {
  readonly image: TestImage;
  /** Where they leave what they make; it belongs to the caller afterwards. */
  readonly folder: string;
  /** Where the folder is in the container, and they begin. */
  readonly at: string;
  /** As `NAME=value`. */
  readonly env: readonly string[];
  /** Lines for a shell; the first one that fails ends them. */
  readonly steps: readonly string[];
}

/** Runs commands in a container that trusts, and reaches, the same hosts as this machine. @throws Error with what they wrote */
export async function runInImage({ image, folder, at, env, steps }: ImageRun): Promise<void> {
  const owner = `chown -R ${String(process.getuid?.() ?? 0)}:${String(process.getgid?.() ?? 0)} ${at}`;
  const host = hostTrust([], []);
  execFileSync(
    'docker',
    [
      ...['run', '--rm', `--workdir=${at}`, `--volume=${folder}:${at}`],
      ...host.binds.map((bind) => `--volume=${bind}`),
      ...[...host.env, ...env].map((one) => `--env=${one}`),
      ...[await toolImage(testImages[image]), 'sh', '-c', [...steps, owner].join(' && ')],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
}
